"""All templates that are deployed together, linked: the start of every proof."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from baseline.errors import InputError
from baseline.template.assembly import StackTemplate, read_assembly
from baseline.template.deployment import Deployment
from baseline.template.document import read_document
from baseline.template.resolver import Note
from baseline.template.template import Resource, Template
from baseline.template.value import Origin, Symbol, Value

_SUFFIXES = (".json", ".yaml", ".yml", ".template")


class Estate:
    """Templates that see each other's exports. Nothing in it changes, and reading it raises nothing.

    Args:
        templates: In the order in which they are deployed.
    """

    def __init__(self, templates: Sequence[Template]) -> None:
        self.templates = tuple(templates)
        self._by_name = {template.name: template for template in templates}

    def resources(self, *types: str) -> Iterator[Resource]:
        """The resources of these CloudFormation types, or all; template by template, as written there."""
        for template in self.templates:
            for resource in template.resources.values():
                if not types or resource.type in types:
                    yield resource

    def resource(self, symbol: Value) -> Resource | None:
        """The resource that a value is an attribute of, such as the group of `<stack/Group.GroupId>`.

        None for what is no symbol of a resource, and for a resource that is not there.
        """
        if not isinstance(symbol, Symbol) or symbol.origin is not Origin.RESOURCE:
            return None
        template = self._by_name.get(symbol.stack)
        return template.resources.get(symbol.name) if template else None

    def attribute(self, resource: Resource, attribute: str) -> Value:
        """What Ref ("Ref") or Fn::GetAtt gives for a resource."""
        return self._by_name[resource.stack].attribute(resource.logical_id, attribute)

    def environment(self, resource: Resource) -> tuple[str | None, str | None]:
        """Account and region of the resource's stack, each None where the templates leave it open."""
        deployment = self._by_name[resource.stack].deployment
        return deployment.account, deployment.region

    def is_read(self, stack: Resource) -> bool:
        """Whether what a nested stack makes is among the resources."""
        return stack.logical_id not in self._by_name[stack.stack].unread

    @property
    def notes(self) -> list[Note]:
        """What is not modelled, with its place."""
        return [note for template in self.templates for note in template.notes]


def load_estate(paths: Iterable[Path], deployment: Deployment | None = None) -> Estate:
    """The templates in assemblies and files.

    Args:
        paths: Folders that hold a CDK assembly, folders of templates, and template files (JSON or YAML).
        deployment: Account, region and parameters; what an assembly says about its stacks goes first.

    Raises:
        InputError: A path holds no template, or a template cannot be read.
    """
    stacks = [stack for path in paths for stack in _stacks_at(path)]
    return _linked(stacks, deployment or Deployment())


def _stacks_at(path: Path) -> list[StackTemplate]:
    if (path / "manifest.json").exists():
        return read_assembly(path)
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix in _SUFFIXES)
        if not files:
            raise InputError(f"{path}: holds neither a cloud assembly nor a template (.json, .yaml)")
        return [StackTemplate.of_file(file) for file in files]
    return [StackTemplate.of_file(path)]


def _linked(stacks: Sequence[StackTemplate], deployment: Deployment) -> Estate:
    templates: list[Template] = []
    exports: dict[Value, tuple[Template, str]] = {}
    linked = False

    def imported(name: Value) -> Value | None:
        if not linked:
            return None
        if not exports:
            exports.update({key: (t, id_) for t in templates for key, id_ in t.exports()})
        found = exports.get(name) if name.__hash__ else None
        return found[0].output(found[1]) if found else None

    for stack in stacks:
        here = replace(
            deployment,
            account=stack.account or deployment.account,
            region=stack.region or deployment.region,
        )
        document = read_document(stack.file)
        template = Template(
            name=stack.name, file=stack.file, document=document, deployment=here, imported=imported
        )
        templates += [template, *_nested_in(template, imported, (stack.file.resolve(),))]
    templates = _without_doubles(templates)
    linked = True
    return Estate(templates)


def _nested_in(
    above: Template, imported: Callable[[Value], Value | None], files: tuple[Path, ...]
) -> Iterator[Template]:
    """The nested stacks of a template whose own templates are at hand, those inside of them included.

    Args:
        above: The template that holds them; it learns of them.
        imported: As for `Template`.
        files: The templates that this one is inside of, so that none is read inside itself.
    """
    for logical_id, file, present in above.nested():
        if file in files:
            continue
        try:
            document = read_document(file)
        except InputError:
            continue  # what is left out is told where it is named
        below = Template(
            name=f"{above.name}.{logical_id}",
            file=file,
            document=document,
            deployment=replace(above.deployment, parameters={}),
            imported=imported,
            given=partial(above.passes, logical_id),
            present=present,
        )
        above.nest(logical_id, below)
        yield below
        yield from _nested_in(below, imported, (*files, file))


def _without_doubles(templates: Sequence[Template]) -> list[Template]:
    """In a folder the templates of nested stacks lie beside the others; they are no stacks of their own."""
    nested = {each.file for each in templates if each.is_nested}
    return [each for each in templates if each.is_nested or each.file.resolve() not in nested]
