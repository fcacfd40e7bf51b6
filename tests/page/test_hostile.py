"""Nothing that an exam says or a model writes runs, loads or leads astray."""

from __future__ import annotations

import re

from playwright.sync_api import Dialog, Page, Request, expect

from tests.e2e.service import Document, OfflineModel, Person
from tests.page.conftest import OpenPage
from tests.page.readings import finished_course
from tests.unit import hostile


def test_nothing_that_an_exam_says_runs_loads_or_leads_astray(
    open_page: OpenPage, person: Person, quick: OfflineModel
) -> None:
    texts = (*hostile.MARKUP, hostile.INJECTIONS[16], hostile.ODDITIES[3], "W" * 190)
    job = person.start("exam_course", {"exam": hostile.exam(texts, hostile.MARKUP[0])})
    course = finished_course(person, job)
    page = open_page(person, "/queue")
    watched = watch(page)
    page.goto(f"/courses/{course['course_id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(hostile.MARKUP[0])
    assert_inert(page)
    for lesson in (lesson for topic in course["topics"] for lesson in topic["lessons"]):
        page.goto(f"/courses/{course['course_id']}/{lesson['lesson_id']}")
        card = page.locator("[data-worked]").first
        card.get_by_role("button", name="Show the answer").click()
        expect(card.get_by_role("status")).to_contain_text("The answer is")
        assert_inert(page)
    page.goto(f"/courses/{course['course_id']}")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("[data-printed-lesson]")).not_to_have_count(0)
    assert_inert(page)
    assert watched == []


BODIES = {
    "markup": "\n\n".join(hostile.MARKUP),
    "links": "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) <javascript:alert(1)>\n\n"
    "[c](data:text/html,x) [d](vbscript:x) [f](//192.0.2.1/x) [g](/v1/jobs) [h](https://192.0.2.1/)\n\n"
    "[e]\n\n[e]: javascript:alert(1)",
    "images": "![secret](http://192.0.2.1/?q=1) ![](data:image/svg+xml,<svg/onload=alert(1)>)\n\n"
    "[![x](//a/b)](//c)",
    "wide": f"{'W' * 20_000}\n\n|{'a|' * 60}\n|{'-|' * 60}\n|{'wide cell|' * 60}\n\n"
    f"```\n{'code ' * 400}\n```",
    "deep": f"{'> ' * 20_000}deep\n\n{'- ' * 20_000}deep",
    "huge": "# Heading\n\nA paragraph with **bold** text.\n\n" * 600,
}


def test_nothing_that_a_model_writes_runs_loads_or_leads_astray(
    open_page: OpenPage, person: Person, exam_course: Document
) -> None:
    topic = exam_course["topics"][0]
    lesson = topic["lessons"][0]
    written = [{**lesson, "lesson_id": name, "title": name, "body": body} for name, body in BODIES.items()]
    course = {**exam_course, "topics": [{**topic, "lessons": written}]}
    page = open_page(person, "/queue")
    watched = watch(page)
    page.route("**/v1/courses/*", lambda route: route.fulfill(json=course))
    for name in BODIES:
        page.goto(f"/courses/{course['course_id']}/{name}")
        # The largest body that is stored takes a browser a moment.
        expect(page.get_by_role("heading", name="Worked questions")).to_be_visible(timeout=20_000)
        assert_inert(page)
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{name}: {wider} pixels too wide"
    assert watched == []


def watch(page: Page) -> list[str]:
    """What a page does that text cannot make it do."""
    seen: list[str] = []
    own = re.compile(r"^(http://127\.0\.0\.1:\d+/|data:image/svg|blob:)")

    def refuse(dialog: Dialog) -> None:
        seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def note(request: Request) -> None:
        if not own.match(request.url):
            seen.append(request.url)

    page.on("dialog", refuse)
    page.on("popup", lambda popup: seen.append(f"popup: {popup.url}"))
    page.on("request", note)
    return seen


def assert_inert(page: Page) -> None:
    found = page.evaluate(
        """() => {
          const content = document.querySelector('main')
          const marks = 'script, iframe, object, embed, base, meta, form, style, img:not([src^="/icon"])'
          const active = [...content.querySelectorAll(marks)].map(one => one.outerHTML.slice(0, 200))
          for (const one of content.querySelectorAll('*')) {
            for (const { name, value } of one.attributes) {
              if (name.startsWith('on') || name === 'srcdoc') active.push(`${one.tagName} ${name}=${value}`)
            }
          }
          const leads = [...content.querySelectorAll('a[href]')].filter(
            one => !/^https?:$|^mailto:$/.test(one.protocol) ||
              (one.origin !== location.origin && !one.rel.includes('noopener')) ||
              (one.origin === location.origin && !/^\\/(courses|programs)|#/.test(one.pathname + one.hash)),
          )
          return [...active, ...leads.map(one => one.outerHTML.slice(0, 200))]
        }"""
    )
    assert found == []
