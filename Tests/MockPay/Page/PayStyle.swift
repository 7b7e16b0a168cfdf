/// The style of the pay page: deliberately unlike the shop, so that nobody takes it for real.
let payStyle = """
  :root {
    color-scheme: light dark;
    --paper: #fff; --ink: #1c1c1e; --line: #8a8a90; --accent: #5a3fc0; --on-accent: #fff;
    --notice: #fff3c4; --notice-ink: #4a3800;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --paper: #17171a; --ink: #ececf0; --line: #7d7d86; --accent: #b9a8ff; --on-accent: #17171a;
      --notice: #4a3b00; --notice-ink: #ffeeb0;
    }
  }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--paper); color: var(--ink);
    font: 16px/1.5 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
  main { max-width: 480px; margin: 0 auto; padding: 24px 16px; overflow-wrap: anywhere; }
  h1 { font-size: 24px; } h2 { font-size: 17px; }
  .notice, .warning { padding: 12px 16px; border-radius: 8px;
    background: var(--notice); color: var(--notice-ink); }
  table { width: 100%; border-collapse: collapse; }
  th { text-align: start; font-weight: normal; } td { text-align: end; white-space: nowrap;
    font-variant-numeric: tabular-nums; }
  th, td { padding: 8px 0; } .total > * { font-weight: 600; border-top: 1px solid var(--line); }
  form { margin: 12px 0; } label { display: block; }
  input, button { font: inherit; width: 100%; min-height: 44px; padding: 8px 12px;
    border: 1px solid var(--line); border-radius: 8px;
    background: var(--paper); color: var(--ink); }
  form > label + input { margin: 4px 0 8px; }
  button { cursor: pointer; }
  .primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent);
    font-weight: 600; }
  a { color: var(--accent); display: inline-block; padding: 10px 0; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  section { border-top: 1px solid var(--line); }

  """
