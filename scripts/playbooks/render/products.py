"""The agent as each product reads it: its front matter, and its tools under the product's own names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from playbooks.model import Guide
from playbooks.render.markdown import front_matter

Body = Callable[[Guide], str]

# What each product calls a tool of Claude Code's. A tool that is missing here can't be exported there.
COPILOT = {
    "Read": "read",
    "Write": "edit",
    "Edit": "edit",
    "Bash": "execute",
    "Grep": "search",
    "TodoWrite": "todo",
    "WebSearch": "web",
}
OPENCODE = {
    "Read": "read",
    "Write": "edit",
    "Edit": "edit",
    "Bash": "bash",
    "Grep": "grep",
    "TodoWrite": "todowrite",
    "WebSearch": "websearch",
}
GEMINI = {
    "Read": "read_file",
    "Write": "write_file",
    "Edit": "replace",
    "Bash": "run_shell_command",
    "Grep": "grep_search",
    "TodoWrite": "write_todos",
    "WebSearch": "google_web_search",
}
# What OpenCode itself asks before it reads, and a plain 'allow' would no longer.
SECRETS = {"*": "allow", "*.env": "ask", "*.env.*": "ask", "*.env.example": "allow"}
_MCP = re.compile(r"mcp__(?P<server>[\w-]+?)__(?P<tool>[\w-]+)")


class UnknownToolError(Exception):
    """Raised where a product has no name for one of the agent's tools; its text says which."""


def claude(guide: Guide, body: Body) -> str:
    """A subagent of Claude Code: Markdown with the tools as one line."""
    return _markdown(guide, body, {"tools": ", ".join(guide.persona.tools)})


def copilot(guide: Guide, body: Body) -> str:
    """A custom agent of GitHub Copilot and VS Code; raises UnknownToolError."""
    return _markdown(guide, body, {"tools": named(guide, "Copilot", COPILOT, "{server}/{tool}")})


def cursor(guide: Guide, body: Body) -> str:
    """A subagent of Cursor, which knows no tools but one switch: read-only."""
    return _markdown(guide, body, {"model": "inherit", "readonly": True})


def opencode(guide: Guide, body: Body) -> str:
    """A subagent of OpenCode: all is denied but for the agent's tools; raises UnknownToolError."""
    allowed = named(guide, "OpenCode", OPENCODE, "{server}_{tool}")
    permission: dict[str, object] = {"*": "deny", **dict.fromkeys(allowed, "allow")}
    if "read" in permission:
        permission["read"] = dict(SECRETS)
    return _with({"description": guide.persona.description, "mode": "subagent", "permission": permission}, body(guide))


def gemini(guide: Guide, body: Body) -> str:
    """A subagent of Gemini CLI; raises UnknownToolError."""
    return _markdown(guide, body, {"tools": named(guide, "Gemini CLI", GEMINI, "mcp_{server}_{tool}")})


def codex(guide: Guide, body: Body) -> str:
    """A subagent of Codex as TOML, its tools as a request: Codex ignores a sandbox that such a file asks for."""
    values = {"name": guide.persona.name, "description": guide.persona.description}
    # A JSON string is a basic string of TOML, too.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    text = f"{_asked(guide)}\n\n{body(guide)}".replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return "\n".join([*lines, f'developer_instructions = """\n{text}"""']) + "\n"


def agents_md(guide: Guide, body: Body) -> str:
    """What the managed block of AGENTS.md holds: the agent as instructions, its tools as a request."""
    return f"# {guide.persona.name}\n\n{guide.persona.description}\n\n{_asked(guide)}\n\n{body(guide)}"


def _asked(guide: Guide) -> str:
    return f"Use no other tools for this work than: {', '.join(guide.persona.tools)}."


def named(guide: Guide, product: str, names: Mapping[str, str], mcp: str) -> list[str]:
    """The agent's tools under a product's own names, each once; raises UnknownToolError."""
    tools = guide.persona.tools
    found = list(dict.fromkeys(_named(tool, product, names, mcp) for tool in tools))
    for tool, name in names.items():
        if name in found and tool not in tools:
            raise UnknownToolError(f"{product}'s '{name}' is '{tool}', too, which the agent doesn't have")
    return found


def _named(tool: str, product: str, names: Mapping[str, str], mcp: str) -> str:
    match = _MCP.fullmatch(tool)
    if match:
        return mcp.format(**match.groupdict())
    if tool not in names:
        raise UnknownToolError(f"{product} has no name for the tool '{tool}'; one of {', '.join(names)} is known")
    return names[tool]


def _markdown(guide: Guide, body: Body, matter: Mapping[str, object]) -> str:
    return _with({"name": guide.persona.name, "description": guide.persona.description, **matter}, body(guide))


def _with(matter: Mapping[str, object], text: str) -> str:
    return f"{front_matter(matter)}\n\n{text}"
