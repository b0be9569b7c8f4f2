"""What is refused of a file, as a whole or in one row of it. Each says what an office is to do next."""

from chalicelib.jobs.errors import FileRefused
from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.kernel.text import Text


class FileTooLarge(FileRefused):
    """Told by its size alone; it was not opened."""

    code = "file.too-large"
    title = Text("文件过大，上限为 {limit_mib} MiB", "The file is too large: at most {limit_mib} MiB")
    next_step = Text(
        "请按部门或按事项拆成几个文件分别导入，并删除工作簿中的图片。",
        "Split it by department or by item and import the parts; remove pictures from a workbook.",
    )


class FileKindUnknown(FileRefused):
    """Not one of the kinds that are read."""

    code = "file.kind-unknown"
    title = Text("不支持这种文件", "This kind of file is not read")
    next_step = Text("请使用 .xlsx、.yaml、.json 或 .zip 文件。", "Use an .xlsx, .yaml, .json or .zip file.")


class FileNotWhatItSays(FileRefused):
    """The content is of another kind than the name says."""

    code = "file.not-what-it-says"
    title = Text("文件内容与扩展名 {extension} 不符", "The content is not what the name's {extension} says")
    next_step = Text(
        "请用原来的软件打开文件，另存为扩展名所示的格式，不要直接改名。",
        "Open it in the program it comes from and save it in that format; renaming does not change what it is.",
    )


class FileEncrypted(FileRefused):
    """Protected by a password."""

    code = "file.encrypted"
    title = Text("文件设有密码，无法读取", "The file is protected by a password")
    next_step = Text("请取消打开密码，另存后重新导入。", "Remove the password, save the file and import it again.")


class FileOutdated(FileRefused):
    """The binary workbook of before 2007."""

    code = "file.outdated"
    title = Text("旧版 Excel 工作簿（.xls）无法读取", "A workbook of the old kind (.xls) is not read")
    next_step = Text("请在 Excel 或 WPS 中另存为 .xlsx。", "Save it as .xlsx in Excel or WPS.")


class FileHasMacros(FileRefused):
    """A workbook that carries a program."""

    code = "file.has-macros"
    title = Text("工作簿中含有宏", "The workbook holds macros")
    next_step = Text("请另存为不含宏的 .xlsx。", "Save it as an .xlsx without macros.")


class ArchiveBroken(FileRefused):
    """Cut off or damaged, or written in a way that two programs could read differently."""

    code = "file.archive-broken"
    title = Text("压缩包损坏或不完整", "The archive is damaged or incomplete")
    next_step = Text(
        "请重新压缩或重新下载后再导入；请使用普通 ZIP 压缩，文件名不得重复。",
        "Make or fetch it again; use plain ZIP compression, and no file name twice.",
    )


class ArchiveExpands(FileRefused):
    """A zip bomb, or what looks like one."""

    code = "file.archive-expands"
    title = Text("文件解压后过大，上限为 {limit_mib} MiB", "Unpacked the file is too large: at most {limit_mib} MiB")
    next_step = Text(
        "请拆成几个文件；如为工作簿，请删除多余的空白行列和图片。",
        "Split it; in a workbook remove superfluous rows, columns and pictures.",
    )


class TooManyDocuments(FileRefused):
    """More documents or entries than a catalogue has items."""

    code = "file.too-many"
    title = Text("文件中的内容过多，上限为 {limit} 份", "The file holds too many documents: at most {limit}")
    next_step = Text("请按部门拆成几个文件。", "Make a file for each department.")


class WorkbookBroken(FileRefused):
    """A part is missing, or is not the XML that it has to be."""

    code = "file.workbook-broken"
    title = Text("工作簿损坏，无法读取：{part}", "The workbook is damaged: {part}")
    next_step = Text(
        "请在 Excel 或 WPS 中打开并另存为 .xlsx；打不开时请使用导入模板重新填写。",
        "Open it in Excel or WPS and save it as .xlsx; if that fails start again from the template.",
    )


class WorkbookDefinesEntities(FileRefused):
    """XML with a document type: no office program writes one, and its entities can expand without end."""

    code = "file.workbook-entities"
    title = Text(
        "工作簿含有不允许的 XML 声明：{part}", "The workbook holds XML declarations that are not allowed: {part}"
    )
    next_step = Text(
        "请在 Excel 或 WPS 中另存为 .xlsx 后重新导入。", "Save it as .xlsx in Excel or WPS and import that."
    )


class WorkbookTooBig(FileRefused):
    """More rows, columns or cells than are read."""

    code = "file.workbook-too-big"
    title = Text(
        "工作表“{sheet}”过大（{cell}）：每表最多 {rows} 行、{columns} 列，全簿最多 {cells} 个单元格",
        "Sheet “{sheet}” is too big ({cell}): at most {rows} rows, {columns} columns, and {cells} cells in all",
    )
    next_step = Text(
        "请删除多余的行列，或按部门拆成几个工作簿。",
        "Remove superfluous rows and columns, or make a workbook a department.",
    )


class WorkbookUnclear(FileRefused):
    """Sheets or headers that could be read in two ways, or not at all; `errors` lists all of them."""

    code = "file.workbook-unclear"
    title = Text("工作簿的表或表头不符合模板", "Sheets or headers are not those of the template")
    next_step = Text(
        "请对照导入模板更正表名和表头；自己加的列请删除。",
        "Correct sheet names and headers after the template; remove columns of your own.",
    )


class TextNotUtf8(FileRefused):
    """Another encoding, often that of old Windows programs; `errors` says which one it looks like."""

    code = "file.not-utf8"
    title = Text("文件不是 UTF-8 编码", "The file is not UTF-8")
    next_step = Text("请在编辑器中另存为 UTF-8 编码。", "Save it as UTF-8 in your editor.")


class TextUnreadable(FileRefused):
    """Not the JSON or YAML that its name says; `errors` says where."""

    code = "file.text-unreadable"
    title = Text("文件无法按 {format} 解析", "The file cannot be read as {format}")
    next_step = Text("请更正 errors 中所指之处。", "Correct the place that `errors` names.")


class TextAmbiguous(FileRefused):
    """Something that different programs read differently; `errors` says what and where."""

    code = "file.text-ambiguous"
    title = Text("文件中有含义不明确的写法", "Something in the file can be read in two ways")
    next_step = Text("请按 errors 中的说明改写。", "Write it as `errors` says.")


class TextNotAllowed(FileRefused):
    """A construct that a catalogue does not need and that can do harm; `errors` says what and where."""

    code = "file.text-not-allowed"
    title = Text("文件中有不允许的写法", "The file holds something that is not allowed")
    next_step = Text("请删除或改写 errors 中所指之处。", "Remove or rewrite what `errors` names.")


class RowRefused(Invalid):
    """One document or row does not describe an item; `errors` names every place at once."""

    code = "file.row-refused"
    title = Text("该行（份）内容不符合要求", "This row or document is not as it has to be")
    next_step = Text("请逐项更正 errors 中所指之处后重新导入。", "Correct every place in `errors` and import it again.")


class NotYourDepartment(Invalid):
    """A department describes its own items; registers belong to the province's catalogue office."""

    code = "file.not-your-department"
    title = Text("该内容不归您的部门维护", "This is not for your department to change")
    next_step = Text("请由所属部门或省级目录管理机构导入。", "Have its department or the catalogue office import it.")


class ExportNotReady(NotFound):
    """The job has no file, or none yet."""

    code = "file.export-not-ready"
    title = Text("导出文件尚未生成", "There is no exported file yet")
    next_step = Text("请查看任务进度，完成后再下载。", "Follow the job; download when it is done.")
