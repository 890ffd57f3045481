"""The agent's definition: the persona around the frameworks, in one of two layouts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playbooks.model import Guide, Page, Playbook, Topic

WIDTH = 41  # of a framed figure, between its bars


def lists(guide: Guide) -> str:
    """The definition with each group's topics as a list: what costs a model fewest tokens."""
    return _body(guide, _as_lists)


def framed(guide: Guide) -> str:
    """The definition with each framework drawn as a framed figure."""
    return _body(guide, _as_frame)


def _body(guide: Guide, draw: Callable[[Playbook], Iterator[str]]) -> str:
    persona = guide.persona
    parts = [persona.opening, _headed(persona.style)]
    for section in guide.sections:
        parts.append(f"## {section.name}")
        for playbook in section.playbooks:
            parts.append("\n".join(draw(playbook)))
            parts += _strategy(playbook)
    parts += [_numbered(guide.practices), _bulleted(guide.handoffs)]
    parts += [_headed(topic) for topic in persona.closing]
    return "\n\n".join(parts) + "\n"


def _headed(topic: Topic) -> str:
    return f"## {topic.name}\n\n{topic.lead}"


def _as_lists(playbook: Playbook) -> Iterator[str]:
    yield from (f"### {playbook.name}", "", playbook.summary, "", f"#### {playbook.box}")
    for group in playbook.groups:
        yield from ("", f"**{group.name}**", "")
        yield from (f"- {topic.name}" for topic in group.topics)


def _as_frame(playbook: Playbook) -> Iterator[str]:
    yield from (f"### {playbook.name}", "", f"**{playbook.summary}**", "")
    yield f"┌{'─' * WIDTH}┐"
    yield _bar(playbook.box)
    yield f"├{'─' * WIDTH}┤"
    for at, group in enumerate(playbook.groups):
        yield from [_bar("")] if at else []
        yield _bar(f"{group.name}:")
        yield from (_bar(f"• {topic.name}") for topic in group.topics)
    yield f"└{'─' * WIDTH}┘"


def _bar(text: str) -> str:
    return f"│{f' {text}'.ljust(WIDTH)}│"


def _strategy(playbook: Playbook) -> list[str]:
    strategy = playbook.strategy
    return [f"**{strategy.name}:** {strategy.lead}"] if strategy else []


def _numbered(page: Page) -> str:
    items = (f"{at}. **{topic.name}** - {topic.lead}" for at, topic in enumerate(page.topics, 1))
    return f"## {page.name}\n\n" + "\n".join(items)


def _bulleted(page: Page) -> str:
    items = (f"- **{topic.name}**: {topic.lead}" for topic in page.topics)
    return f"## {page.name}\n\n" + "\n".join(items)
