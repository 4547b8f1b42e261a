# SPDX-License-Identifier: MIT
"""Validity of a document by a DTD: element content, no undeclared elements, required attributes. Enough for ours."""

import re

ELEMENT = re.compile(r"<!ELEMENT\s+(\S+)\s+(\(.*?\)[*?+]?)\s*>", re.S)
REQUIRED = re.compile(r"<!ATTLIST\s+(\S+)\s+(\S+)\s+CDATA\s+#REQUIRED\s*>")


class Dtd:
    def __init__(self, text):
        self.content = {}
        for name, model in ELEMENT.findall(text):
            if name in self.content:
                raise ValueError(f"{name} is declared twice")
            self.content[name] = "".join(model.split())
        self.required = REQUIRED.findall(text)
        for name, model in self.content.items():
            for child in re.findall(r"[A-Za-z_][\w.]*", model.replace("#PCDATA", "")):
                if child not in self.content:
                    raise ValueError(f"{child} in {name} is not declared")

    def complaints(self, element):
        """Sentences on what is not valid in element and below."""
        model = self.content.get(element.tag)
        if model is None:
            yield f"{element.tag} is not declared"
            return
        has_text = any(t and t.strip() for t in [element.text] + [child.tail for child in element])
        if has_text and "#PCDATA" not in model:
            yield f"{element.tag} has text"
        # (a, b?) is the regular expression (<a>)(<b>)? over the names of the children.
        pattern = re.sub(r"[A-Za-z_][\w.]*", lambda m: f"(?:<{m.group(0)}>)", model.replace("#PCDATA", "")).replace(",", "")
        names = "".join(f"<{child.tag}>" for child in element)
        if not re.fullmatch(pattern.replace("(|", "("), names):
            yield f"{element.tag}: {names} is not {model}"
        for name, attribute in self.required:
            if element.tag == name and attribute not in element.attrib:
                yield f"{name} lacks {attribute}"
        for child in element:
            yield from self.complaints(child)
