import Mustache
import Shop

/// The HTML of the worker's pages.
///
/// Values are escaped by the template engine, except `{{{how}}}`, which `RedeemInstructions` keeps
/// inert, and `{{{qr}}}`, which `QRCode` draws.
enum PageTemplates {
  private static let texts = [
    "layout": layout, "order": order, "lookup": lookup, "checkout": checkout, "pay": pay,
    "closed": closed, "notice": notice, "limited": limited,
  ]

  /// The parsed templates; the text is our own, so that failing to parse is a mistake of ours.
  static let library: MustacheLibrary = {
    MustacheContentTypes.register(PageEscaping(), named: "PAGE")
    var library = MustacheLibrary()
    for (name, text) in texts {
      do {
        try library.register("{{% CONTENT_TYPE:PAGE}}" + text, named: name)
      } catch {
        preconditionFailure("template \(name): \(error)")
      }
    }
    return library
  }()

  private static let layout = """
    <!doctype html>
    <html lang="{{language}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex, nofollow">
    <meta name="color-scheme" content="light dark">
    <meta name="format-detection" content="telephone=no">
    <title>{{title}} · {{shop}}</title>
    <link rel="stylesheet" href="{{stylesheet}}">
    {{#script}}<script src="{{script}}" defer></script>{{/script}}
    </head>
    <body>
    <header class="rule noprint"><div class="bar"><a href="{{shopURL}}">{{shop}}</a></div></header>
    <main{{#word}} data-state="{{word}}"{{/word}}>
    {{$content}}{{/content}}
    </main>
    <footer class="foot">
    {{#reach}}<p>{{words.help}}</p>
    <ul class="contacts">
    {{#contacts}}<li><span class="channel">{{name}}</span> \
    {{#href}}<a href="{{href}}">{{text}}</a>{{/href}}\
    {{^href}}<span translate="no"{{#lang}} lang="{{lang}}"{{/lang}}>{{text}}</span>{{/href}}</li>
    {{/contacts}}
    </ul>{{/reach}}
    {{#support}}{{words.help}} <a href="mailto:{{support}}">{{support}}</a>{{/support}}
    </footer>
    </body>
    </html>

    """

  private static let order = """
    {{<layout}}{{$content}}
    <p class="over">{{what}}</p>
    <h1>{{title}}</h1>
    <p class="lead">{{state}}</p>
    {{#waiting}}<p>{{waiting}}</p>{{/waiting}}
    {{#hasUnits}}
    <h2>{{words.yourCodes}}</h2>
    {{#units}}
    <section class="sheet card" aria-label="{{label}}">
    <p class="unit">{{label}}</p>
    <div class="row">
    <p class="code mono{{#dashed}} dashed{{/dashed}}" id="{{id}}" lang="und" translate="no">\
    {{#groups}}<span>{{.}}</span>{{/groups}}</p>
    <button class="plain" type="button" hidden data-copy="{{id}}" data-done="{{copied}}" \
    data-manual="{{copyByHand}}" aria-describedby="{{id}}">{{copy}}</button>
    </div>
    {{#pin}}<p class="facts">{{pinLabel}}: \
    <span class="pin mono" translate="no">{{pin}}</span></p>{{/pin}}
    {{#worth}}<p class="facts">{{worthLabel}}: {{worth}}</p>{{/worth}}
    {{#expires}}<p class="facts">{{expiresLabel}} {{expires}}</p>{{/expires}}
    </section>
    {{/units}}
    <p class="quiet">{{words.keepSafe}}</p>
    <p class="gone" id="copy-status" role="status"></p>
    {{/hasUnits}}
    {{#canShow}}
    <form method="post" action="{{action}}">
    <button type="submit">{{words.showCodes}}</button>
    <p class="hint">{{words.showCodesHint}}</p>
    </form>
    {{/canShow}}
    {{#how}}
    <section class="how"><h2>{{words.howToRedeem}}</h2>
    {{{how}}}</section>
    {{/how}}
    <dl>
    {{#facts}}<dt>{{name}}</dt><dd{{#mono}} class="mono"{{/mono}}>{{value}}</dd>{{/facts}}
    </dl>
    {{/content}}{{/layout}}
    """

  private static let lookup = """
    {{<layout}}{{$content}}
    <h1>{{title}}</h1>
    <p class="lead">{{words.lookupText}}</p>
    <form method="post" action="\(Route.lookup.path)" novalidate>
    <input type="hidden" name="lang" value="{{language}}">
    <div class="field">
    <label for="email">{{words.email}}</label>
    <input id="email" name="email" type="email" autocomplete="email" required maxlength="254" \
    value="{{email}}"\
    {{#fault}} aria-invalid="true" aria-describedby="email-fault" autofocus{{/fault}}>
    {{#fault}}<p class="fault" id="email-fault">{{fault}}</p>{{/fault}}
    </div>
    <button type="submit">{{words.lookupSend}}</button>
    </form>
    {{/content}}{{/layout}}
    """

  private static let checkout = """
    {{<layout}}{{$content}}
    <h1>{{title}}</h1>
    <p class="lead">{{words.checkoutText}}</p>
    <div class="faults" role="alert">
    <p class="fault">{{words.faultsTitle}}</p>
    <ul>{{#faults}}<li><a href="#{{field}}">{{text}}</a></li>{{/faults}}</ul>
    </div>
    <dl>
    {{#facts}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/facts}}
    </dl>
    <form method="post" action="\(Route.checkout.path)" novalidate>
    <input type="hidden" name="sku" value="{{sku}}">
    <input type="hidden" name="locale" value="{{language}}">
    {{#provider}}<input type="hidden" name="provider" value="{{provider}}">{{/provider}}
    <div class="field">
    <label for="quantity">{{words.quantity}}</label>
    <input id="quantity" name="quantity" type="number" inputmode="numeric" min="1" max="{{limit}}" \
    required value="{{quantity}}" \
    aria-describedby="quantity-hint{{#quantityFault}} quantity-fault{{/quantityFault}}"\
    {{#quantityFault}} aria-invalid="true"{{/quantityFault}}>
    <p class="hint" id="quantity-hint">{{quantityHint}}</p>
    {{#quantityFault}}<p class="fault" id="quantity-fault">{{quantityFault}}</p>{{/quantityFault}}
    </div>
    <div class="field">
    <label for="email">{{words.email}}</label>
    <input id="email" name="email" type="email" autocomplete="email" required maxlength="254" \
    value="{{email}}" aria-describedby="email-hint{{#emailFault}} email-fault{{/emailFault}}"\
    {{#emailFault}} aria-invalid="true"{{/emailFault}}>
    <p class="hint" id="email-hint">{{words.emailHint}}</p>
    {{#emailFault}}<p class="fault" id="email-fault">{{emailFault}}</p>{{/emailFault}}
    </div>
    {{#hasChoices}}
    <fieldset id="provider"{{#providerFault}} aria-describedby="provider-fault"{{/providerFault}}>
    <legend>{{chooseProvider}}</legend>
    {{#choices}}
    <label class="choice"><input type="radio" name="provider" value="{{provider}}" required>\
    {{label}}</label>
    {{/choices}}
    {{#providerFault}}<p class="fault" id="provider-fault">{{providerFault}}</p>{{/providerFault}}
    </fieldset>
    {{/hasChoices}}
    <button type="submit"{{#provider}} id="provider"{{/provider}}>{{words.pay}}</button>
    </form>
    {{/content}}{{/layout}}
    """

  private static let pay = """
    {{<layout}}{{$content}}
    <p class="over">{{what}}</p>
    <h1>{{title}}</h1>
    <p class="lead" role="status">{{lead}}</p>
    {{#qr}}<div class="qrsheet">{{{qr}}}</div>{{/qr}}
    {{#go}}
    <p class="row"><a id="pay" class="button{{#confirming}} plain{{/confirming}}" href="{{url}}">\
    {{label}}</a></p>
    {{/go}}
    {{#bridge}}
    <form id="bridge" method="get" action="{{url}}" data-cancelled="{{cancelled}}" \
    data-failed="{{failed}}">
    {{#fields}}<input type="hidden" name="{{name}}" value="{{value}}">
    {{/fields}}
    <button type="submit"{{#confirming}} class="plain"{{/confirming}}>{{label}}</button>
    </form>
    <p class="quiet" id="bridge-note" role="status"></p>
    {{/bridge}}
    {{#copied}}
    <p class="code mono" id="address" translate="no">{{address}}</p>
    <p class="row"><button type="button" hidden data-copy="address" data-done="{{done}}" \
    data-manual="{{manual}}">{{label}}</button></p>
    <p class="gone" id="copy-status" role="status"></p>
    {{/copied}}
    {{#form}}
    <form id="pay" method="post" action="{{url}}">
    {{#fields}}<input type="hidden" name="{{name}}" value="{{value}}">
    {{/fields}}
    <button type="submit"{{#confirming}} class="plain"{{/confirming}}>{{label}}</button>
    </form>
    {{/form}}
    {{#more}}<p class="quiet">{{more}}</p>{{/more}}
    {{#link}}<p class="row"><a class="button {{kind}}" href="{{url}}">{{label}}</a></p>{{/link}}
    <dl>
    {{#facts}}<dt>{{name}}</dt><dd{{#mono}} class="mono"{{/mono}}>{{value}}</dd>{{/facts}}
    </dl>
    {{/content}}{{/layout}}
    """

  private static let closed = """
    {{<layout}}{{$content}}
    <h1>{{title}}</h1>
    <p class="lead">{{words.closedText}}</p>
    <form method="post" action="\(Route.checkout.path)">
    <input type="hidden" name="sku" value="{{sku}}">
    <input type="hidden" name="quantity" value="{{quantity}}">
    <input type="hidden" name="email" value="{{email}}">
    <input type="hidden" name="locale" value="{{language}}">
    <p class="ways">
    <button type="submit" name="provider" value="{{provider}}">{{retry}}</button>
    {{#others}}<button class="plain" type="submit" name="provider" value="{{provider}}">\
    {{label}}</button>
    {{/others}}
    </p>
    </form>
    {{/content}}{{/layout}}
    """

  private static let limited = """
    {{<layout}}{{$content}}
    <h1>{{title}}</h1>
    <p class="lead" role="status">{{text}}</p>
    <dl>
    {{#facts}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/facts}}
    </dl>
    <form method="post" action="{{action}}">
    {{#fields}}<input type="hidden" name="{{name}}" value="{{value}}">
    {{/fields}}
    <button type="submit">{{button}}</button>
    </form>
    {{/content}}{{/layout}}
    """

  private static let notice = """
    {{<layout}}{{$content}}
    <h1>{{title}}</h1>
    <p class="lead">{{text}}</p>
    {{#more}}<p>{{more}}</p>{{/more}}
    <p class="row">
    {{#link}}<a class="button {{kind}}" href="{{url}}">{{label}}</a>{{/link}}
    </p>
    {{/content}}{{/layout}}
    """
}

/// Has the template engine escape values byte by byte; its own way goes by grapheme cluster.
private struct PageEscaping: MustacheContentType {
  func escapeText(_ text: String) -> String { text.escapedForHTML }
}
