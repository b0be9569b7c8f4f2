"""Why a material of a case stands as it does, in words: each with what to do about it."""

from chalicelib.cases.slots import RUN_OUT
from chalicelib.kernel.text import Text

WHY = {
    "asking-source": Text("正在向持有部门查询", "The source is being asked"),
    "held-by-source": Text("已从持有部门获取，无需提交", "Obtained from its source: nothing to bring"),
    "held-by-us": Text("本平台签发的电子证照有效，无需提交", "A valid licence of ours shows it: nothing to bring"),
    "confirmed-by-base": Text("基础信息库已核验一致，无需提交", "The base confirms it: nothing to bring"),
    "base-says-otherwise": Text(
        "与基础信息库登记不一致，请上传", "What the base has on record differs: please upload it"
    ),
    "kept-from-earlier": Text(
        "您以前提交过，确认后即可再次使用，无需上传", "You brought it before: confirm that it is used again"
    ),
    "kept-reused": Text("已使用您以前提交的材料，无需提交", "What you brought earlier is used: nothing to bring"),
    "pledge-is-enough": Text("可以书面承诺代替，也可以上传", "A written pledge is enough; an upload is as good"),
    "pledge-barred": Text(
        "有尚未修复的失信记录，不适用告知承诺，请上传",
        "An unrepaired breach of a promise is on record, so no pledge is taken: please upload it",
    ),
    "pledged": Text("已作书面承诺，无需提交", "A written pledge stands for it: nothing to bring"),
    "promised-to-follow": Text("已承诺受理后补交", "Promised to follow after acceptance"),
    "late-material-returned": Text(
        "补交的材料不符合要求，请重新补交", "What followed did not fit: please bring it again"
    ),
    "not-held": Text("持有部门没有有效记录，请上传", "The source holds no valid one: please upload it"),
    "source-unavailable": Text("持有部门暂时无法查询，请上传", "The source does not answer now: please upload it"),
    RUN_OUT: Text(
        "提交前已过有效期，请重新提供", "It ran out before you submitted the application: please bring a new one"
    ),
    "draft-forgotten": Text("草稿逾期未提交，内容已清除", "The draft was never submitted; what it held is gone"),
    "only-the-applicant-has-it": Text("只有您本人有，请上传", "Only you have it: please upload it"),
    "upload-expected": Text("等待文件上传并检查", "The file is expected and will be checked"),
    "uploaded-by-applicant": Text("已上传并通过检查", "Uploaded and checked"),
    "size-differs": Text("文件大小与声明不符，请重新上传", "Its size is not the declared one: upload it again"),
    "sha256-differs": Text("文件内容与声明不符，请重新上传", "Its content is not the declared one: upload it again"),
    "unreadable": Text("文件无法打开，请重新制作后上传", "It cannot be opened: make the file anew and upload it again"),
    "cannot-be-scanned": Text(
        "文件无法进行病毒检测，请缩小或另存为普通 PDF、图片后上传",
        "It cannot be scanned for malware: save it smaller, as an ordinary PDF or picture, and upload that",
    ),
    "scan-failed": Text("病毒检测未能完成，请重新上传", "It could not be scanned for malware: upload it again"),
    "encrypted": Text("文件已加密，请去除密码后上传", "It is protected by a password: remove that and upload it again"),
    "active-content": Text(
        "文件含脚本等可执行内容，请另存为普通 PDF 后上传",
        "It holds scripts or other active content: save it as a plain PDF and upload that",
    ),
    "embedded-files": Text("文件内嵌其他文件，请分别上传", "It carries other files: upload them one by one"),
    "expands-too-much": Text("文件解压后过大，请重新制作后上传", "It swells up when it is opened: make the file anew"),
    "dimensions-too-large": Text(
        "图片尺寸过大，请缩小后上传", "The picture is too large: make it smaller and upload it"
    ),
    "malware-found": Text(
        "文件中发现恶意代码，请检查您的设备后重新上传",
        "Malware was found in it: check your device first",
    ),
    "type-differs": Text("文件类型与声明不符，请重新上传", "It is not of the declared type: upload it again"),
}
