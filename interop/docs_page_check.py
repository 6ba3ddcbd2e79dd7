#!/usr/bin/env python3
"""Drives the operations page of a running gate in a real Chromium.

    pip install playwright==1.65.2
    DOORWARD_TOKEN=<secret> python3 docs_page_check.py http://127.0.0.1:8000 [OPERATION_ID]

OPERATION_ID is the operation to try; without it the first GET operation that needs no input. Without DOORWARD_TOKEN the
steps that need a credential are skipped, visibly. CHROMIUM names the browser's program (default /usr/bin/chromium).
Prints one line for each step; the exit status is 0 when every one held, else 1.
"""

import os
import sys
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

PAGES = ("/", "/docs", "/legal")
WIDTHS = (1280, 320)


class Report:
    """Collects what held and what did not."""

    def __init__(self):
        self.failures = 0

    def check(self, what, holds, detail=""):
        self.failures += 0 if holds else 1
        print(("ok      " if holds else "FAILED  ") + what + (f": {detail}" if detail and not holds else ""))

    def skip(self, what):
        print("skipped " + what)


@contextmanager
def page_of(browser, complaints, **options):
    """A page in a profile of its own; what the browser's console complains about goes to the list."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
    try:
        yield page
    finally:
        context.close()


def is_complaint(message):
    """Errors count, except that the browser logs every answer of status 400 and up as one."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


def check_appearance(report, browser, base):
    for path in PAGES:
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                complaints = []
                size = {"width": width, "height": 900}
                with page_of(browser, complaints, viewport=size, color_scheme=scheme) as page:
                    response = page.goto(base + path)
                    policy = response.headers.get("content-security-policy", "")
                    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
                    needed = page.evaluate("document.documentElement.scrollWidth")
                name = f"{path} at {width} px, {scheme}"
                report.check(f"{name}: answers 200", response.status == 200, str(response.status))
                report.check(f"{name}: has a strict policy", "default-src 'none'" in policy and "unsafe" not in policy, policy)
                report.check(f"{name}: needs no horizontal scrolling", needed <= width, f"{needed} px")
                report.check(f"{name}: the browser has no complaint", not complaints, "; ".join(complaints))


def check_without_scripts(report, browser, base):
    with page_of(browser, [], java_script_enabled=False) as page:
        page.goto(base + "/docs")
        forms = page.locator("form.try")
        shown = sum(forms.nth(number).is_visible() for number in range(min(forms.count(), 20)))
        report.check("without scripts: forms are hidden", shown == 0, f"{shown} are shown")
        report.check("without scripts: a note says so", page.locator(".without-script").first.is_visible())


def open_operation(page, base, operation_id):
    """Opens the operation to try and returns it."""
    page.goto(base + "/docs")
    if operation_id:
        operation = page.locator(f"[id='op-{operation_id}']")
    else:
        operation = page.locator(".operation", has=page.locator("form[data-method=GET]")).filter(
            has_not=page.locator("form [required]")
        )
    operation = operation.first
    operation.evaluate("(one) => { one.open = true; }")
    return operation


def send(page, operation):
    """Presses Send with the keyboard and returns the status line once the answer is complete."""
    button = operation.locator("button[type=submit]")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("(one) => one.textContent === 'Send'", arg=button.element_handle())
    return operation.locator(".result .status").inner_text()


def check_try_it(report, browser, base, operation_id, token):
    complaints, requests = [], []
    with page_of(browser, complaints, viewport={"width": 1280, "height": 900}) as page:
        operation = open_operation(page, base, operation_id)
        guarded = page.locator("#credential").count() == 1
        page.on("request", lambda request: requests.append(request))
        status = send(page, operation)
        report.check("try it, no credential: an answer is shown", status.startswith(("401", "200")), status)
        report.check("try it, no credential: a guarded API says 401", not guarded or status.startswith("401"), status)
        report.check("try it: its headers are shown", operation.locator(".result dt").count() > 0)
        if not guarded or not token:
            report.skip("try it with a credential: " + ("DOORWARD_TOKEN is not set" if guarded else "none is needed"))
        else:
            check_credential(report, page, operation, requests, token)
        report.check("try it: the browser has no complaint", not complaints, "; ".join(complaints))
        own = all(request.url.startswith(base + "/") for request in requests)
        report.check("try it: nothing is asked of other sites", own)


def check_credential(report, page, operation, requests, token):
    page.locator("#credential").fill("wrong-" + "x" * 40)
    status = send(page, operation)
    report.check("try it, wrong credential: 403", status.startswith("403"), status)
    page.locator("#credential").fill(token)
    status = send(page, operation)
    report.check("try it, right credential: a good answer", status.startswith("2"), status)
    report.check("try it, right credential: the body is shown", operation.locator(".result pre").count() == 1)
    line = operation.locator(".curl code").inner_text()
    report.check("the curl line names $TOKEN, not its value", "$TOKEN" in line and token not in line, line.replace(token, "…"))
    report.check("the credential is in no URL", not any(token in request.url for request in requests))
    kept = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")
    report.check("the credential is not stored", kept == '[{},{},""]', "something is stored")
    page.reload()
    report.check("the credential is gone after a reload", page.locator("#credential").input_value() == "")


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 64
    base = sys.argv[1].rstrip("/")
    operation_id = sys.argv[2] if len(sys.argv) == 3 else None
    report = Report()
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        check_appearance(report, browser, base)
        check_without_scripts(report, browser, base)
        check_try_it(report, browser, base, operation_id, os.environ.get("DOORWARD_TOKEN", ""))
        browser.close()
    print(f"{report.failures} failed" if report.failures else "all held")
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
