import Text

/// Checks of `redirects:` in the settings against all of the shop's pages.
extension ShopAssembly {
  /// Adds the old addresses to those that links may lead to.
  mutating func addRedirects() {
    for redirect in config.additions.redirects {
      let owner = targets.addAlias(redirect.from, of: siteConfigFile, to: redirect.written)
      guard let owner else { continue }
      reportRedirect(
        nil,
        at: redirect.fromPosition,
        "from: expected an address that nothing has, found that \(owner) has "
          + "\(quoted(redirect.from)); remove this, or rename the other"
      )
    }
  }

  /// Checks the targets.
  mutating func checkRedirects() {
    let redirects = config.additions.redirects
    let targets = Dictionary(redirects.map { (redirectKey($0.from), $0) }) { first, _ in first }
    // A circle is reported once, at its first redirect.
    var circled = Set<String>()
    for redirect in redirects where redirect.isWithin {
      var next = redirect
      var seen = [redirectKey(redirect.from)]
      while next.isWithin, let other = targets[redirectKey(next.to)] {
        let key = redirectKey(other.from)
        if seen.contains(key) { break }
        seen.append(key)
        next = other
      }
      if next.isWithin, targets[redirectKey(next.to)] != nil {
        guard circled.isDisjoint(with: seen) else { continue }
        circled.formUnion(seen)
        let isOwn = redirectKey(redirect.to) == redirectKey(redirect.from)
        reportRedirect(
          nil,
          at: redirect.toPosition,
          "to: expected a page, found \(quoted(redirect.written)), "
            + (isOwn
              ? "the address itself; write where it shall lead"
              : "which leads in a circle: "
                + (seen + [redirectKey(next.to)]).joined(separator: " → ")
                + "; let one of them lead to a page")
        )
      } else if seen.count > 1 {
        reportRedirect(
          .redirectChain,
          at: redirect.toPosition,
          "to: expected the last address, found \(quoted(redirect.written)), which leads on; "
            + "write where it ends, which saves visitors a step",
          hint: "did you mean `\(printable(next.written))`?"
        )
      } else {
        checkTarget(of: redirect)
      }
    }
  }

  private mutating func checkTarget(of redirect: OwnRedirect) {
    let link = MarkdownLink(
      destination: redirect.written,
      isImage: false,
      line: redirect.toPosition.line
    )
    guard let fault = targets.fault(of: link, onPage: "/", of: siteConfigFile) else { return }
    reportRedirect(
      fault.warning.map { $0 == .linkToAlias ? .redirectChain : $0 },
      at: redirect.toPosition,
      "to: \(fault.message)",
      hint: fault.hint
    )
  }

  private mutating func reportRedirect(
    _ warning: Diagnostic?,
    at position: Position,
    _ message: String,
    hint: String? = nil
  ) {
    guard let settings else { return }
    problems.append(settings.problem(warning, at: position, message, hint: hint))
  }
}
