"""The domain's values as JSON texts, exactly; a value of a union bears the name of its class."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, core_schema
from pydantic_core.core_schema import SerializerFunctionWrapHandler

Value = TypeVar("Value")


class Unreadable(Exception):  # noqa: N818  (the name says it)
    """What is kept is no value that this program knows; the message tells none of its texts."""

    def __init__(self, error: ValidationError) -> None:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        super().__init__(f"{first['type']} at {place or 'the start'}")


class Snapshot(Generic[Value]):
    """How the values of one type are written as JSON and read back equal.

    Objects have no place in JSON for their class, so `NotFiled` and `Filed`, or a text and an
    instant, could not be told apart. Each value of a union is therefore kept in an envelope:
    `{"kind": "Filed", "is": {…}}`.
    """

    def __init__(self, kept: object) -> None:
        form: Any = Annotated[kept, _Enveloped()]
        self._adapter: TypeAdapter[Value] = TypeAdapter(form)

    def write(self, value: Value) -> str:
        """The value as JSON."""
        return self._adapter.dump_json(value).decode()

    def read(self, text: str) -> Value:
        """The value that was written; fields that it lacks have their defaults.

        Raises:
            Unreadable: the text is no such value.

        """
        try:
            return self._adapter.validate_json(text)
        except ValidationError as error:
            raise Unreadable(error) from None


class _Enveloped:
    def __get_pydantic_core_schema__(
        self, kept: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return _schema(kept, handler)


def _schema(kept: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401  (a type form)
    if is_dataclass(kept):
        return _object(kept, handler)
    if get_origin(kept) in {Union, UnionType}:
        return _union(get_args(kept), handler)
    if get_origin(kept) is tuple:
        return core_schema.tuple_variable_schema(_schema(get_args(kept)[0], handler))
    if get_origin(kept) is Mapping:
        return core_schema.dict_schema(
            *(_schema(kind, handler) for kind in get_args(kept)),
            serialization=core_schema.plain_serializer_function_ser_schema(dict),
        )
    if kept is Decimal:
        return core_schema.decimal_schema(allow_inf_nan=True)
    return handler.generate_schema(kept)


def _object(kept: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401  (a type form)
    hints = get_type_hints(kept)
    return core_schema.dataclass_schema(
        kept,
        core_schema.dataclass_args_schema(
            kept.__name__,
            [
                core_schema.dataclass_field(
                    field.name, _with_default(field, _schema(hints[field.name], handler))
                )
                for field in fields(kept)
            ],
        ),
        [field.name for field in fields(kept)],
        slots=True,
    )


def _with_default(field: Field[Any], schema: CoreSchema) -> CoreSchema:
    if field.default_factory is not MISSING:
        return core_schema.with_default_schema(schema, default_factory=field.default_factory)
    if field.default is not MISSING:
        return core_schema.with_default_schema(schema, default=field.default)
    return schema


def _union(members: tuple[Any, ...], handler: GetCoreSchemaHandler) -> CoreSchema:
    schemas = {
        member.__name__: _schema(member, handler) for member in members if member is not NoneType
    }
    schema = _one_of(schemas) if len(schemas) > 1 else next(iter(schemas.values()))
    return core_schema.nullable_schema(schema) if NoneType in members else schema


def _one_of(schemas: Mapping[str, CoreSchema]) -> CoreSchema:
    return core_schema.tagged_union_schema(
        {kind: _opened(kind, schema) for kind, schema in schemas.items()},
        discriminator="kind",
        serialization=core_schema.wrap_serializer_function_ser_schema(
            _in_envelope(frozenset(schemas)), schema=core_schema.union_schema([*schemas.values()])
        ),
    )


def _in_envelope(kinds: Collection[str]) -> Callable[[object, SerializerFunctionWrapHandler], Any]:
    """How a value is named: by its class, or by the one of the union that this derives from."""

    def named(value: object, write: SerializerFunctionWrapHandler) -> dict[str, object]:
        names = (one.__name__ for one in type(value).__mro__)
        return {"kind": next(name for name in names if name in kinds), "is": write(value)}

    return named


def _opened(kind: str, schema: CoreSchema) -> CoreSchema:
    envelope = {
        "kind": core_schema.typed_dict_field(core_schema.literal_schema([kind])),
        "is": core_schema.typed_dict_field(schema),
    }
    return core_schema.no_info_after_validator_function(
        lambda opened: opened["is"], core_schema.typed_dict_schema(envelope)
    )
