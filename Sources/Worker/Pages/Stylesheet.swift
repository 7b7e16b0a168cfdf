import Shop

/// The look of the worker's pages: the theme's tokens, and what an order page needs of its own.
enum Stylesheet {
  static func text(accent: CatalogDocument.AccentEntry) -> String {
    let accent = accent.checked
    return """
      :root { color-scheme: light dark; --ink: #1a1d1c; --muted: #5b615e; --paper: #f8f8f6;
        --raised: #ffffff; --line: #dfe1dd; --edge: #858b87; --fault: #a3231f;
        --accent: \(accent.light); --on-accent: \(accent.onLight) }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e9ebe8; --muted: #a2a8a4; --paper: #111413; --raised: #1a1e1c;
          --line: #2d3330; --edge: #757c78; --fault: #f2938c;
          --accent: \(accent.dark); --on-accent: \(accent.onDark) }
      }

      """ + rules
  }

  private static let rules = """
    *, *::before, *::after { box-sizing: border-box }
    [hidden] { display: none !important }
    html { font: 100%/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC",
        "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
      -webkit-text-size-adjust: 100%; text-autospace: normal;
      color: var(--ink); background: var(--paper) }
    body { margin: 0; min-height: 100vh; display: flex; flex-direction: column }
    a { color: var(--accent); text-underline-offset: .2em; text-decoration-thickness: 1px }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px }
    .bar, main, .foot { width: 100%; max-width: 44rem; margin: 0 auto; padding: 0 20px }
    .bar { display: flex; align-items: center; min-height: 64px }
    .bar a { display: inline-flex; align-items: center; min-height: 44px; color: var(--ink);
      font-weight: 650; text-decoration: none }
    .bar a:hover { text-decoration: underline }
    .rule { border-bottom: 1px solid var(--line) }
    main { flex: 1; padding-top: 40px; padding-bottom: 56px }
    h1 { font-size: 1.728rem; line-height: 1.3; margin: 0 0 8px; font-weight: 650;
      text-wrap: balance; overflow-wrap: anywhere }
    h2 { font-size: 1.2rem; line-height: 1.4; margin: 40px 0 12px; font-weight: 650 }
    h3 { font-size: 1rem; margin: 24px 0 8px; font-weight: 650 }
    p { margin: 0 0 12px; max-width: 38em }
    .over { color: var(--muted); margin: 0 0 4px }
    .lead { font-size: 1.1rem }
    .quiet { color: var(--muted) }
    .sheet { background: var(--raised); border: 1px solid var(--line); border-radius: 12px;
      padding: 24px; margin: 24px 0 }
    .sheet > :last-child { margin-bottom: 0 }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 8px 24px; margin: 24px 0;
      padding: 16px 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line) }
    dt { color: var(--muted) }
    dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums }
    .mono { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas,
      "Liberation Mono", "Noto Sans Mono CJK SC", monospace }
    .state { display: flex; gap: 12px; align-items: baseline }
    .card .unit { color: var(--muted); font-size: .9rem; margin: 0 0 8px }
    .code, .pin { white-space: pre-wrap; overflow-wrap: anywhere; text-autospace: no-autospace }
    .code { font-size: 1.728rem; line-height: 1.5; margin: 0;
      -webkit-user-select: all; user-select: all; font-weight: 600; letter-spacing: .02em }
    .code span { margin-right: .55em; display: inline-block }
    .code span:last-child, .dashed span { margin-right: 0 }
    .pin { font-size: 1.2rem; font-weight: 600; margin: 0; color: var(--ink);
      -webkit-user-select: all; user-select: all }
    .row { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center;
      justify-content: space-between }
    .row > .code { flex: 1 1 14rem }
    #address { font-size: 1rem; font-weight: 400; letter-spacing: 0 }
    .code + .row { margin-top: 16px }
    .facts { margin: 12px 0 0; color: var(--muted) }
    button, .button { font: inherit; font-weight: 600; min-height: 44px; padding: 8px 24px;
      border-radius: 8px; border: 1px solid var(--accent); background: var(--accent);
      color: var(--on-accent); cursor: pointer; text-decoration: none; display: inline-flex;
      align-items: center; justify-content: center }
    .plain { background: transparent; color: var(--accent); min-width: 7em }
    button:hover, .button:hover { text-decoration: underline; text-underline-offset: .2em }
    form { margin: 24px 0 }
    .field { margin: 0 0 20px }
    label { display: block; font-weight: 600; margin-bottom: 4px }
    .hint { color: var(--muted); font-size: .9rem; margin: 4px 0 0 }
    input { font: inherit; width: 100%; max-width: 26rem; min-height: 44px; padding: 8px 12px;
      border: 1px solid var(--edge); border-radius: 8px; background: var(--raised);
      color: var(--ink) }
    fieldset { border: 0; margin: 0 0 20px; padding: 0 }
    legend { font-weight: 600; margin-bottom: 4px; padding: 0 }
    .choice { display: flex; align-items: center; gap: 12px; min-height: 44px; font-weight: 400;
      margin: 0 }
    .choice input { width: 20px; height: 20px; min-height: 0; margin: 0;
      accent-color: var(--accent) }
    .ways { display: flex; flex-wrap: wrap; gap: 12px; max-width: none }
    .qrsheet { background: #fff; border: 1px solid var(--line); border-radius: 12px;
      width: min(18rem, 100%); margin: 24px 0; padding: 4px }
    .qr { display: block; width: 100%; height: auto }
    input[type=number] { max-width: 8rem; font-variant-numeric: tabular-nums }
    input[aria-invalid=true] { border-color: var(--fault); border-width: 2px }
    .fault { color: var(--fault); font-weight: 600; margin: 4px 0 0 }
    .faults { border-left: 4px solid var(--fault); padding: 4px 0 4px 16px; margin: 24px 0 }
    .faults ul { margin: 0; padding-left: 20px }
    .faults a { color: var(--fault); display: inline-flex; align-items: center; min-height: 44px }
    .how ol, .how ul { padding-left: 1.4em; max-width: 38em; margin: 0 0 12px }
    .how li { margin: 4px 0 }
    .how { overflow-wrap: anywhere }
    .how h3, .how h4, .how h5, .how h6 { font-size: 1rem; margin: 20px 0 8px }
    .how li > p { margin: 0 0 4px }
    .how pre, .how code { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas,
      "Liberation Mono", "Noto Sans Mono CJK SC", monospace; font-size: .95em }
    .how pre { white-space: pre-wrap; background: var(--raised); border: 1px solid var(--line);
      border-radius: 8px; padding: 12px 16px; margin: 0 0 12px }
    .how blockquote { margin: 0 0 12px; padding-left: 16px; border-left: 3px solid var(--line) }
    .how table { border-collapse: collapse; margin: 0 0 12px }
    .how th, .how td { border: 1px solid var(--line); padding: 6px 12px; text-align: start }
    .how hr { border: 0; border-top: 1px solid var(--line); margin: 20px 0 }
    .foot { padding-top: 20px; padding-bottom: 32px; color: var(--muted); font-size: .9rem }
    .foot a { display: inline-flex; align-items: center; min-height: 44px }
    .foot p { margin: 0 }
    .contacts { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 24px; margin: 0;
      padding: 0; list-style: none; overflow-wrap: anywhere }
    .contacts li { display: flex; align-items: center; gap: 8px; min-height: 44px }
    .contacts span:not(.channel) { color: var(--ink) }
    .gone { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap }
    @media (max-width: 480px) {
      main { padding-top: 28px }
      h1 { font-size: 1.44rem }
      .sheet { padding: 20px 16px }
      dl { grid-template-columns: 1fr; gap: 0 }
      dd { margin-bottom: 8px }
      .code { font-size: 1.32rem }
      form > button, .row button { width: 100% }
    }
    @media print {
      :root { --ink: #000; --muted: #333; --paper: #fff; --raised: #fff; --line: #999;
        --accent: #000; color-scheme: light }
      html { font-size: 10.5pt }
      button, form, .noprint { display: none }
      main { padding: 0 }
      .sheet { break-inside: avoid; margin: 8pt 0; padding: 8pt 12pt }
      h2 { margin: 14pt 0 6pt; break-after: avoid }
      .code { font-size: 14pt; line-height: 1.4 }
      dl { margin: 8pt 0; padding: 6pt 0 }
    }

    """
}
