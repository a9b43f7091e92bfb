//! The wall around the page, tried from inside the real window as a script that got in would try it.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use oneup_testkit::TempLibrary;
use oneup_tests::{Cli, Look, Window};
use serde_json::json;

/// Attacks that a card may carry; each would set `window.hit` or load something if it worked.
const ATTACKS: &str = r#"
<script>window.hit = 1</script>
<img src=x onerror="window.hit = 1"> <svg onload="window.hit = 1"></svg>
<details open ontoggle="window.hit = 1"><summary>s</summary></details>
<iframe srcdoc="<script>parent.hit = 1</script>"></iframe>
<a id="__TAURI__" href="javascript:window.hit = 1">click</a>
<form><math><mtext></form><form><mglyph><style></math><img src onerror="window.hit = 1">
<meta http-equiv="refresh" content="0;url=https://example.org/"><base href="https://example.org/">
<style>@import "https://example.org/x.css";</style>

[script](javascript:window.hit=1) ![pixel](https://example.org/pixel.png)

```"><script>window.hit = 1</script>
x
```
"#;

fn hostile() -> (TempLibrary, Window) {
    let library = TempLibrary::new().with("mine/attack.md", format!("# Attack\n{ATTACKS}"));
    let home = library.beside("home");
    assert_eq!(Cli::at(&home).run(["open".into(), library.root().into_os_string()]).code, 0);
    let window = Window::open(&home, Look::Light);
    window.type_keys("attack");
    window.wait_for("the card", |w| w.texts("card-title") == ["Attack"]);
    (library, window)
}

#[test]
fn t3_a_card_full_of_attacks_stays_text() {
    let (_library, window) = hostile();
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(window.run("return window.hit ?? null"), json!(null));
    let pane = "document.querySelector('[data-testid=\"reading-pane\"]')";
    let live = "script, img, svg:not([aria-hidden]), iframe, form, math, style, meta, base, object, embed, [onerror], [onload], [ontoggle], [id^=__]";
    let found = window.run(&format!(
        "return [...{pane}.querySelectorAll('{live}')].filter(e => !e.closest('button')).map(e => e.outerHTML)"
    ));
    assert_eq!(found, json!([]));
    assert_eq!(window.run(&format!("return [...{pane}.querySelectorAll('a')].filter(a => /^\\s*javascript/i.test(a.getAttribute('href') ?? '')).length")), json!(0));
    assert_eq!(window.run("return performance.getEntriesByType('resource').filter(e => e.name.includes('example.org')).length"), json!(0));
}

#[test]
fn the_page_has_no_power_beyond_the_contract() {
    let (_library, window) = hostile();
    assert_eq!(window.run("return typeof window.__TAURI__"), json!("undefined"));
    assert_eq!(window.run("return Object.isFrozen(Object.prototype)"), json!(true));
    // Trusted Types: a string does not become HTML.
    let refused = window.run(
        "try { document.body.insertAdjacentHTML('beforeend', '<b id=planted></b>'); return 'planted' } \
         catch (error) { return error.name }",
    );
    assert_eq!(refused, json!("TypeError"));
    // Content Security Policy: nothing from elsewhere, no inline script, no frame.
    let network = window
        .run_async("fetch('https://example.org/').then(() => done('answered')).catch(() => done('refused'))");
    assert_eq!(network, json!("refused"));
    let frame = window.run_async(
        "const f = document.createElement('iframe'); f.src = 'https://example.org/'; \
         document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective)); \
         document.body.append(f); setTimeout(() => done('framed'), 3000)",
    );
    assert!(frame.as_str().unwrap().starts_with("frame-src"), "{frame}");
    let evaluated =
        window.run("try { return new Function('return 1')() } catch (error) { return error.name }");
    assert_eq!(evaluated, json!("EvalError"));
}

#[test]
fn t9_commands_outside_the_contract_are_refused() {
    let (_library, window) = hostile();
    for command in [
        "plugin:dialog|open",
        "plugin:opener|open_url",
        "plugin:fs|read_text_file",
        "plugin:shell|execute",
        "plugin:window|close",
        "no_such_command",
    ] {
        let answer = window.run_async(&format!(
            "Promise.race([window.__TAURI_INTERNALS__.invoke('{command}', {{}}), \
             new Promise((_, refuse) => setTimeout(() => refuse('nothing came'), 3000))]) \
             .then(() => done('answered')).catch(() => done('refused'))"
        ));
        assert_eq!(answer, json!("refused"), "{command}");
    }
    let too_large = window.run_async(
        "Promise.race([window.__TAURI_INTERNALS__.invoke('search', {request: {q: 'x'.repeat(5_000_000), limit: 1, offset: 0, filters: [], facets: false}}), \
         new Promise((_, refuse) => setTimeout(() => refuse('nothing came'), 3000))]) \
         .then(() => done('answered')).catch(() => done('refused'))",
    );
    assert_eq!(too_large, json!("refused"));
    let fine = window.run_async(
        "window.__TAURI_INTERNALS__.invoke('search', {request: {q: 'attack', limit: 1, offset: 0, filters: [], facets: false}}) \
         .then(answer => done(answer.total)).catch(error => done(String(error)))",
    );
    assert_eq!(fine, json!(1), "and what the contract allows still answers");
}
