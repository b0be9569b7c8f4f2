"""Check the archive packages of a case without any code of the service that made them.

    python -m infra.tools.verify_archive FILE… [--sha256 HEX…]

Each FILE is a bag (BagIt, RFC 8493) in a ZIP; all are of one case. A large case lies in several parts, which are
checked together; a supplement may be checked alone or with the package that it follows. Checked are: each bag itself
(its one folder, declaration, both manifests, no file more and none less), the chains of the case's and its licences'
histories (`infra.tools.verify_chain` tells their rule), that form, promise, materials and documents are those whose
SHA-256 the histories hold, and that each package is the one that the next one follows: whoever changes a file and
writes the manifests anew is found out by the chain. `--sha256` are the hashes of the whole files, as the case's history
tells them: with them not a bit of the ZIPs themselves can differ. Exit code 0: intact. 1: not, or no such package.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from infra.tools.archive_bag import Broken, Package, hash_of_file, of_bag
from infra.tools.archive_contents import Bag, of_contents, of_history
from infra.tools.verify_chain import Finding

PACKED = {"case.PartPacked", "case.Archived", "case.SupplementArchived"}


def examine(paths: Sequence[Path], sha256: Collection[str] = ()) -> list[Finding]:
    """Everything that is not as it was made; intact packages have none."""
    try:
        findings = list(_of_files(paths, sha256))
        packages = [Package(path) for path in paths]
        for package in packages:
            findings += of_bag(package)
        bags = sorted((Bag.of(package) for package in packages), key=lambda bag: (bag.version, bag.part))
        findings += _of_one_case(bags)
        for parts in _by_version(bags):
            findings += _of_version(parts)
        return [*findings, *_of_sequence(bags)]
    except Broken as error:
        return [Finding(f"归档包无法读取（{error}）", f"the package cannot be read: {error}")]


def _of_files(paths: Sequence[Path], sha256: Collection[str]) -> Iterator[Finding]:
    told = {it.lower() for it in sha256}
    found = {hash_of_file(path) for path in paths}
    if told:
        for it in sorted(found - told):
            yield Finding("文件与办件记载的哈希值不符", f"the file is not the one that the case names: {it}")
        for it in sorted(told - found):
            yield Finding("缺少办件记载的文件", f"a file that the case names is not there: {it}")


def _of_one_case(bags: Sequence[Bag]) -> Iterator[Finding]:
    if len({bag.number for bag in bags}) > 1:
        yield Finding("各归档包不属于同一办件", "the packages are not of one case")
    places = [(bag.version, bag.part) for bag in bags]
    if len(places) != len(set(places)):
        yield Finding("同一卷出现两次", "a part is there twice")


def _by_version(bags: Sequence[Bag]) -> list[list[Bag]]:
    versions: dict[int, list[Bag]] = defaultdict(list)
    for bag in bags:
        versions[bag.version].append(bag)
    return list(versions.values())


def _of_version(parts: Sequence[Bag]) -> Iterator[Finding]:
    """One version with all its parts; the first of them tells what the others hold."""
    first = parts[0]
    for missing in sorted(set(range(1, first.parts + 1)) - {bag.part for bag in parts}):
        yield Finding(
            f"缺少第 {missing} 卷（共 {first.parts} 卷）", f"part {missing} of {first.parts} is missing: give all"
        )
    if first.part == 1:
        yield from of_history(first)
        yield from of_contents(parts)


def _of_sequence(bags: Sequence[Bag]) -> Iterator[Finding]:
    """Whether each bag is the one that the next one follows, and each history goes on from the one before."""
    for bag, following in zip(bags, bags[1:], strict=False):
        is_next = (following.version, following.part) in {(bag.version, bag.part + 1), (bag.version + 1, 1)}
        if is_next and following.follows != bag.sha256:
            yield Finding("后一归档包所接续的不是此包", f"the next package follows another one: {following.follows}")
    for bag in (it for it in bags if it.version > 1 and it.part == 1):
        named = {row.data.get("package_sha256") for row in bag.history if row.type in PACKED}
        if bag.follows not in named:
            yield Finding(
                "补充归档包所接续的包不在办理过程中", "the history does not name the package before the supplement"
            )
        for former in (it for it in bags if it.version < bag.version):
            if former.sha256 not in named:
                yield Finding(
                    "办理过程没有记载此归档包的哈希值", f"the later history does not name the package {former.sha256}"
                )
            if former.part == 1 and [row.hash for row in bag.history[: former.events]][-1:] != [former.head]:
                yield Finding("两个归档包的办理过程不衔接", "the later history does not go on from the earlier one")


def verdict(paths: Sequence[Path], findings: Sequence[Finding]) -> str:
    """The findings for people, Chinese before English."""
    names = "\n".join(path.name for path in paths)
    if not findings:
        return f"{names}\n结论 Verdict  完整，未被改动 · INTACT: every file is as it was put in, and none is missing"
    found = (f"  ✗ {finding.zh} · {finding.en}" for finding in findings)
    return "\n".join([names, "结论 Verdict  不完整或被改动 · NOT INTACT", *found])


def main(arguments: Sequence[str]) -> int:
    """The command line; answers the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="+", help="packages of one case, each a ZIP")
    parser.add_argument(
        "--sha256", nargs="+", default=(), help="what the case's history says the hashes of the whole files are"
    )
    given = parser.parse_args(arguments)
    findings = examine(given.file, given.sha256)
    print(verdict(given.file, findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
