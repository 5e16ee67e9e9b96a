"""Items as ReqIF: one specification, an object for each item, a relation for each link."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from datetime import date
from xml.sax.saxutils import quoteattr

from maestro_cli.model.items import Item
from maestro_cli.sources.cells import cell_text
from maestro_cli.sources.foreign.ids import theirs_of
from maestro_cli.sources.values import raw_value

_FIELDS = {
    "UID": "id",
    "Title": "title",
    "Text": "description",
    "Kind": "kind",
    "Status": "status",
    "Priority": "priority",
    "Points": "points",
    "Value": "value",
    "Assignee": "assignee",
    "Sprint": "sprint",
    "Labels": "labels",
}
CHILD_OF = "child_of"
"""Relation to the item above. Other tools call the relation to what is satisfied `Parent`."""

_RELATIONS = ("satisfies", "depends_on", CHILD_OF)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_NAMESPACE = "http://www.omg.org/spec/ReqIF/20110401/reqif.xsd"


def export_reqif(items: Collection[Item], as_of: date) -> str:
    """Return all items as one ReqIF document; `as_of` is its time. A link to nothing is left out."""
    when = f"{as_of.isoformat()}T00:00:00Z"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<REQ-IF xmlns="{_NAMESPACE}">',
        "  <THE-HEADER>",
        '    <REQ-IF-HEADER IDENTIFIER="maestro-header">',
        f"      <CREATION-TIME>{when}</CREATION-TIME>",
        "      <REQ-IF-TOOL-ID>maestro</REQ-IF-TOOL-ID>",
        "      <REQ-IF-VERSION>1.0</REQ-IF-VERSION>",
        "      <SOURCE-TOOL-ID>maestro</SOURCE-TOOL-ID>",
        "      <TITLE>Work items</TITLE>",
        "    </REQ-IF-HEADER>",
        "  </THE-HEADER>",
        "  <CORE-CONTENT>",
        "    <REQ-IF-CONTENT>",
        *_types(when),
        "      <SPEC-OBJECTS>",
        *(line for item in items for line in _object(item, when)),
        "      </SPEC-OBJECTS>",
        "      <SPEC-RELATIONS>",
        *_relations(items, when),
        "      </SPEC-RELATIONS>",
        *_specification(items, when),
        "    </REQ-IF-CONTENT>",
        "  </CORE-CONTENT>",
        "</REQ-IF>",
    ]
    return "\n".join(lines) + "\n"


def _types(when: str) -> Iterator[str]:
    yield "      <DATATYPES>"
    yield f'        <DATATYPE-DEFINITION-STRING {_named("text", "Text", when)} MAX-LENGTH="1000000"/>'
    yield "      </DATATYPES>"
    yield "      <SPEC-TYPES>"
    yield f"        <SPEC-OBJECT-TYPE {_named('item', 'Item', when)}>"
    yield "          <SPEC-ATTRIBUTES>"
    for name, field in _FIELDS.items():
        yield f"            <ATTRIBUTE-DEFINITION-STRING {_named(f'field-{field}', name, when)}>"
        yield "              <TYPE>"
        text = "<DATATYPE-DEFINITION-STRING-REF>maestro-text</DATATYPE-DEFINITION-STRING-REF>"
        yield f"                {text}"
        yield "              </TYPE>"
        yield "            </ATTRIBUTE-DEFINITION-STRING>"
    yield "          </SPEC-ATTRIBUTES>"
    yield "        </SPEC-OBJECT-TYPE>"
    for name in _RELATIONS:
        yield f"        <SPEC-RELATION-TYPE {_named(f'link-{name}', name, when)}/>"
    yield f"        <SPECIFICATION-TYPE {_named('specification', 'Items', when)}/>"
    yield "      </SPEC-TYPES>"


def _object(item: Item, when: str) -> Iterator[str]:
    yield f"        <SPEC-OBJECT {_named(_key(item.id), item.title, when)}>"
    yield "          <VALUES>"
    for field in _FIELDS.values():
        raw = raw_value(getattr(item, field))
        if raw is not None:
            text = theirs_of(raw) if field == "id" else cell_text(raw)
            reference = f"maestro-field-{field}"
            yield f"            <ATTRIBUTE-VALUE-STRING THE-VALUE={_attribute(text)}>"
            yield "              <DEFINITION>"
            tag = "ATTRIBUTE-DEFINITION-STRING-REF"
            yield f"                <{tag}>{reference}</{tag}>"
            yield "              </DEFINITION>"
            yield "            </ATTRIBUTE-VALUE-STRING>"
    yield "          </VALUES>"
    yield "          <TYPE>"
    yield "            <SPEC-OBJECT-TYPE-REF>maestro-item</SPEC-OBJECT-TYPE-REF>"
    yield "          </TYPE>"
    yield "        </SPEC-OBJECT>"


def _relations(items: Collection[Item], when: str) -> Iterator[str]:
    known = {item.id for item in items}
    for item in items:
        links = [("satisfies", reference.id) for reference in item.satisfies]
        links += [("depends_on", name) for name in item.depends_on]
        links += [(CHILD_OF, item.parent)] if item.parent is not None else []
        for name, target in links:
            if target in known:
                key = _key(f"{item.id}\n{name}\n{target}")
                yield f"        <SPEC-RELATION {_named(key, '', when)}>"
                yield f"          <TARGET><SPEC-OBJECT-REF>maestro-{_key(target)}</SPEC-OBJECT-REF></TARGET>"
                yield f"          <SOURCE><SPEC-OBJECT-REF>maestro-{_key(item.id)}</SPEC-OBJECT-REF></SOURCE>"
                tag = "SPEC-RELATION-TYPE-REF"
                yield f"          <TYPE><{tag}>maestro-link-{name}</{tag}></TYPE>"
                yield "        </SPEC-RELATION>"


def _specification(items: Collection[Item], when: str) -> Iterator[str]:
    yield "      <SPECIFICATIONS>"
    yield f"        <SPECIFICATION {_named('all', 'Items', when)}>"
    yield "          <TYPE>"
    yield "            <SPECIFICATION-TYPE-REF>maestro-specification</SPECIFICATION-TYPE-REF>"
    yield "          </TYPE>"
    yield "          <CHILDREN>"
    for item in items:
        key = _key(item.id)
        yield f"            <SPEC-HIERARCHY {_named(f'row-{key}', '', when)}>"
        yield f"              <OBJECT><SPEC-OBJECT-REF>maestro-{key}</SPEC-OBJECT-REF></OBJECT>"
        yield "            </SPEC-HIERARCHY>"
    yield "          </CHILDREN>"
    yield "        </SPECIFICATION>"
    yield "      </SPECIFICATIONS>"


def _named(key: str, name: str, when: str) -> str:
    long_name = f" LONG-NAME={_attribute(name)}" if name else ""
    return f'IDENTIFIER="maestro-{key}" LAST-CHANGE="{when}"{long_name}'


def _key(text: str) -> str:
    """Return an XML id for any text: ids of ours hold characters that XML ids do not."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:20]


def _attribute(text: str) -> str:
    """Quote a text; line breaks stay, which XML would make spaces of, and what XML cannot carry goes."""
    return quoteattr(_ILLEGAL.sub("", text), _BREAKS)
