// The style sheet of the HTML report. No child combinators: the sheet is text of an XML element.

#pragma once

namespace rollcall::report {

inline constexpr const char* kHtmlStyle = R"css(
:root { color-scheme: light dark; --ink: #1c2530; --dim: #5a6675; --paper: #ffffff;
  --panel: #f4f6f9; --line: #ccd4dd; --good: #1a7f4b; --bad: #b3261e; --warn: #8a5a00;
  --change: #d8e6fb; --change-line: #3d6fb5; --read: #e9e2f7; --read-line: #7450b5;
  --true: #9fd8b4; --window: #7450b5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9ef; --dim: #9aa7b5; --paper: #14191f;
  --panel: #1d242c; --line: #3a4552; --good: #63c78f; --bad: #ff8a80; --warn: #e6b450;
  --change: #1f3657; --change-line: #7fabea; --read: #33274f; --read-line: #b79bf0;
  --true: #2c6b45; --window: #b79bf0; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
h3 { font-size: 1.05rem; color: var(--bad); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0;
  border-bottom: 1px solid var(--line); }
code, pre, svg text { font-family: ui-monospace, monospace; font-size: 13px; }
pre { background: var(--panel); padding: .6rem .8rem; overflow-x: auto; }
figure { margin: 1rem 0; padding: .8rem; background: var(--panel); border-radius: 6px;
  overflow-x: auto; }
figcaption, .dim { color: var(--dim); font-size: .9rem; }
summary { cursor: pointer; }
section.refutation { border-left: 3px solid var(--bad); padding-left: 1rem; margin: 1.5rem 0; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; }
.warn { color: var(--warn); }
svg text { fill: var(--ink); } svg .faint { fill: var(--dim); }
svg .lane { stroke: var(--line); }
svg .change { fill: var(--change); stroke: var(--change-line); }
svg .read { fill: var(--read); stroke: var(--read-line); }
svg .open { stroke-dasharray: 5 3; }
svg .window { fill: var(--window); fill-opacity: .09; stroke: var(--window);
  stroke-opacity: .5; stroke-dasharray: 3 3; }
svg .true { fill: var(--true); } svg .never { fill: none; stroke: var(--bad);
  stroke-dasharray: 4 3; }
svg .verdict { fill: var(--bad); }
svg .arrow { fill: none; stroke: var(--bad); stroke-width: 1.6; }
svg .tip { fill: var(--bad); stroke: none; }
svg .handover { stroke: var(--warn); stroke-width: 1.6; stroke-dasharray: 2 3; }
svg .handover-tip { fill: var(--warn); }
svg .number { fill: var(--paper); stroke: var(--bad); }
)css";

}  // namespace rollcall::report
