import Mustache
import Shop

extension Letter {
  /// The HTML part: one column, styled inline, without images; same content as the plain text.
  var html: String {
    let words = LetterWords.of(language)
    let accent = front.accent.checked
    let unitValues = units.map { unit in
      [
        "heading": unit.heading, "code": unit.code, "pin": unit.pin,
        "faceValue": unit.faceValue, "validUntil": unit.validUntil,
      ]
      .compactMapValues { $0 }
    }
    var values: [String: Any] = [
      "lang": language.tag, "subject": subject, "shop": shopTitle, "home": front.baseURL,
      "headline": headline, "greeting": words.greeting, "opening": opening,
      "product": productTitle, "accent": accent.light, "onAccent": accent.onLight,
      "facts": facts.map { ["label": $0.label, "value": $0.value] },
      "units": unitValues, "hasUnits": !units.isEmpty,
      "codeLabel": words.code, "pinLabel": words.pin, "validLabel": words.validUntil,
      "faceLabel": words.faceValue, "keepSecret": words.keepSecret, "orderPage": words.orderPage,
      "orderPageNote": orderPageNote, "hasRedeem": !redeem.isEmpty,
      "howToRedeem": words.howToRedeem, "redeem": LetterTemplate.styled(redeem.html),
      "support": support, "supportAddress": front.support.text, "automatic": words.automatic,
    ]
    values["orderURL"] = orderURL
    return LetterTemplate.compiled.render(values)
  }
}

/// The HTML part of every letter.
enum LetterTemplate {
  /// Compiled once; the text is ours, so a fault in it is a mistake of ours.
  static let compiled: MustacheTemplate = {
    MustacheContentTypes.register(LetterEscaping(), named: "LETTER")
    do {
      return try MustacheTemplate(string: "{{% CONTENT_TYPE:LETTER}}" + source)
    } catch {
      preconditionFailure("letter template: \(error)")
    }
  }()

  /// The instructions with a style on each element; their text holds no `<` of its own.
  static func styled(_ instructions: String) -> String {
    instructionStyles.reduce(instructions) { html, style in
      html.replacing(
        "<\(style.tag)",
        with: "<\(style.tag.dropLast()) style=\"\(style.text)\"\(style.tag.suffix(1))"
      )
    }
  }

  /// Styles stand on the elements since mail programs drop sheets; the sheet adds dark mode.
  ///
  /// Dark colours need `!important` to win over the elements' own. Layout is by tables of one
  /// column, which every mail program has.
  private static let source = head + opening + codes + afterwards + closing
}

/// The styles that occur more than once.
private enum Style {
  static let table = """
    role="presentation" width="100%" cellspacing="0" cellpadding="0" border="0"
    """
  static let sans = """
    -apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,'PingFang SC',\
    'Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif
    """
  static let ink = "color:#14171c"
  static let small = "font-size:14px;line-height:22px;color:#5b6470"
  static let row = "padding:9px 0;border-bottom:1px solid #e1e4e8;font-size:14px;line-height:22px"
  /// One click or one long press takes the whole of it, its blanks as they are.
  static let key = """
    margin:0;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace;\
    font-size:21px;line-height:32px;font-weight:600;color:#14171c;word-break:break-all;\
    white-space:pre-wrap;-webkit-user-select:all;user-select:all
    """
}

/// The look of what `RedeemInstructions` are made of; a tag ends with the byte behind its name.
///
/// The tag with an attribute comes first, since a style is one too.
private let instructionStyles: [(tag: String, text: String)] = [
  ("p>", "margin:8px 0 0 0"),
  ("h3>", "margin:16px 0 0 0;font-size:16px;line-height:26px"),
  ("h4>", "margin:16px 0 0 0;font-size:16px;line-height:26px"),
  ("h5>", "margin:16px 0 0 0;font-size:16px;line-height:26px"),
  ("h6>", "margin:16px 0 0 0;font-size:16px;line-height:26px"),
  ("ol ", "margin:8px 0 0 0;padding:0 0 0 24px"),
  ("ol>", "margin:8px 0 0 0;padding:0 0 0 24px"),
  ("ul>", "margin:8px 0 0 0;padding:0 0 0 24px"),
  ("li>", "margin:4px 0 0 0"),
  ("blockquote>", "margin:8px 0 0 0;padding:0 0 0 12px;border-left:3px solid #858b87"),
  (
    "pre>",
    "margin:8px 0 0 0;padding:8px 12px;border:1px solid #858b87;border-radius:8px;"
      + "white-space:pre-wrap;font-size:14px;line-height:22px"
  ),
  ("table>", "margin:8px 0 0 0;border-collapse:collapse"),
  ("th>", "padding:4px 12px;border:1px solid #858b87;text-align:left"),
  ("td>", "padding:4px 12px;border:1px solid #858b87"),
  ("hr>", "margin:16px 0;border:0;border-top:1px solid #858b87"),
  ("a ", "color:inherit;word-break:break-word"),
]

private let head = """
  <!doctype html>
  <html lang="{{lang}}">
  <head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="supported-color-schemes" content="light dark">
  <title>{{subject}}</title>
  <style>
  :root { color-scheme: light dark; supported-color-schemes: light dark }
  @media (prefers-color-scheme: dark) {
  .paper { background: #14171c !important }
  .sheet { background: #1c2026 !important; border-color: #2e343d !important }
  .ink { color: #eceef1 !important }
  .muted { color: #a3abb6 !important }
  .line { border-color: #2e343d !important }
  .mark { border-top-color: {{accent}} !important }
  .box { background: #14171c !important; border-color: #3a424d !important }
  }
  @media (max-width: 480px) {
  .pad { padding-left: 20px !important; padding-right: 20px !important }
  .outer { padding: 0 !important }
  .sheet { border-width: 0 !important; border-radius: 0 !important }
  .key { font-size: 18px !important }
  }
  </style>
  </head>

  """

private let opening = """
  <body class="paper" style="margin:0;padding:0;background:#f4f5f7">
  <table \(Style.table) class="paper" style="background:#f4f5f7">
  <tr><td align="center" class="outer" style="padding:32px 16px">
  <table \(Style.table) class="sheet"
  style="max-width:560px;background:#ffffff;border:1px solid #e1e4e8;border-radius:12px;\
  border-collapse:separate;font-family:\(Style.sans);font-size:16px;line-height:26px">
  <tr><td class="pad" style="padding:28px 32px 0 32px">
  <p class="muted" style="margin:0;\(Style.small)">{{shop}}</p>
  <h1 class="ink" style="margin:4px 0 0 0;font-size:24px;line-height:32px;font-weight:600;\
  \(Style.ink)">{{headline}}</h1>
  <p class="ink" style="margin:20px 0 0 0;\(Style.ink)">{{greeting}}</p>
  <p class="ink" style="margin:8px 0 0 0;\(Style.ink)">{{opening}}</p>
  </td></tr>
  <tr><td class="pad" style="padding:24px 32px 0 32px">
  <table \(Style.table) class="mark" style="border-top:3px solid {{accent}}">
  <tr><td colspan="2" class="ink line" style="padding:12px 0;border-bottom:1px solid #e1e4e8;\
  font-size:17px;line-height:26px;font-weight:600;\(Style.ink)">{{product}}</td></tr>
  {{#facts}}<tr>
  <td class="muted line" style="\(Style.row);color:#5b6470;white-space:nowrap">{{label}}</td>
  <td class="ink line" align="right" style="\(Style.row);\(Style.ink);padding-left:16px;\
  font-variant-numeric:tabular-nums;word-break:break-word">{{value}}</td>
  </tr>{{/facts}}
  </table>
  </td></tr>

  """

private let codes = """
  {{#hasUnits}}<tr><td class="pad" style="padding:8px 32px 0 32px">
  {{#units}}<table \(Style.table) class="box" style="margin-top:16px;background:#f7f8fa;\
  border:1px solid #d3d8de;border-radius:8px;border-collapse:separate">
  <tr><td style="padding:14px 20px 16px 20px">
  {{#heading}}<p class="ink" style="margin:0 0 8px 0;\(Style.small);\(Style.ink);font-weight:600;\
  font-variant-numeric:tabular-nums">{{heading}}</p>{{/heading}}
  <p class="muted" style="margin:0;\(Style.small)">{{codeLabel}}</p>
  <p class="ink key" translate="no" style="\(Style.key)">{{code}}</p>
  {{#pin}}<p class="muted" style="margin:8px 0 0 0;\(Style.small)">{{pinLabel}}</p>
  <p class="ink key" translate="no" style="\(Style.key)">{{pin}}</p>{{/pin}}
  {{#faceValue}}<p class="muted" style="margin:8px 0 0 0;\(Style.small);\
  font-variant-numeric:tabular-nums">{{faceLabel}} {{faceValue}}</p>{{/faceValue}}
  {{#validUntil}}<p class="muted" style="margin:8px 0 0 0;\(Style.small);\
  font-variant-numeric:tabular-nums">{{validLabel}} {{validUntil}}</p>{{/validUntil}}
  </td></tr>
  </table>{{/units}}
  <p class="muted" style="margin:12px 0 0 0;\(Style.small)">{{keepSecret}}</p>
  </td></tr>{{/hasUnits}}

  """

private let afterwards = """
  {{#orderURL}}<tr><td class="pad" style="padding:24px 32px 0 32px">
  <a href="{{orderURL}}" style="display:inline-block;padding:10px 24px;border-radius:8px;\
  background:{{accent}};color:{{onAccent}};font-size:16px;line-height:24px;font-weight:600;\
  text-decoration:none">{{orderPage}}</a>
  <p class="muted" style="margin:12px 0 0 0;\(Style.small)">{{orderPageNote}}<br>
  <a href="{{orderURL}}" class="muted"
  style="color:#5b6470;word-break:break-all">{{orderURL}}</a></p>
  </td></tr>{{/orderURL}}
  {{#hasRedeem}}<tr><td class="pad" style="padding:28px 32px 0 32px">
  <h2 class="ink" style="margin:0;font-size:17px;line-height:26px;font-weight:600;\
  \(Style.ink)">{{howToRedeem}}</h2>
  <div class="ink" style="margin:8px 0 0 0;word-break:break-word;\(Style.ink)">{{{redeem}}}</div>
  </td></tr>{{/hasRedeem}}

  """

private let closing = """
  <tr><td class="pad" style="padding:28px 32px 28px 32px">
  <table \(Style.table)>
  <tr><td class="line" style="border-top:1px solid #e1e4e8;padding:16px 0 0 0">
  <p class="muted" style="margin:0;\(Style.small)">{{support}}<br>
  <a href="mailto:{{supportAddress}}" class="ink" style="\(Style.ink)">{{supportAddress}}</a></p>
  <p class="muted" style="margin:12px 0 0 0;\(Style.small)">
  <a href="{{home}}" class="muted" style="color:#5b6470">{{shop}}</a><br>{{automatic}}</p>
  </td></tr>
  </table>
  </td></tr>
  </table>
  </td></tr>
  </table>
  </body>
  </html>

  """

/// Has the template engine escape values byte by byte; its own way goes by grapheme cluster.
struct LetterEscaping: MustacheContentType {
  func escapeText(_ text: String) -> String { text.escapedForHTML }
}
