import Text

/// Finds names in a shop's own templates that no page has a value for, since Mustache shows nothing
/// for a misspelt name.
struct TemplateCheck {
  /// The names in the built-in templates, except those under `say`.
  private let values: Set<String>
  private let partials: Set<String>
  private let own: [(name: String, source: SourceText)]
  private let code: ForbiddenCode
  /// The names under `params` of the shop and of its products.
  private let params: Set<String>

  /// `allowed` are the origins that the shop's policy allows.
  init(
    _ own: [(name: String, source: SourceText)],
    allowed: AllowedOrigins,
    params: Set<String> = []
  ) {
    self.own = own
    self.params = params
    code = ForbiddenCode(allowed: allowed)
    let builtIn = Templates.builtIn
    var values = Set<String>()
    for text in builtIn.values {
      for tag in TemplateTags(Array(text.utf8)).tags where tag.kind.isValue {
        values.formUnion(tag.parts.first == "say" ? ["say"] : tag.parts)
      }
    }
    self.values = values
    partials = Set(builtIn.keys).union(own.map(\.name))
  }

  /// Errors for unknown names and forbidden code, and warnings for unused templates.
  var problems: [ContentProblem] {
    own.flatMap { problems(in: $0.source) + code.problems(in: $0.source) } + unused
  }

  private var unused: [ContentProblem] {
    let tags = own.flatMap { TemplateTags($0.source.bytes).tags }
    let used = Set(tags.filter { $0.kind == .partial }.map(\.name)).union(Templates.builtIn.keys)
    return own.filter { !used.contains($0.name) }.map { name, source in
      ContentProblem(
        file: source.file,
        warning: .unusedTemplate,
        message: "expected the name of one of the theme's templates or one that another shows, "
          + "found neither; rename the file, or write {{> \(printable(name))}} where it belongs",
        hint: Templates.builtIn.keys.sorted().hint(for: name)
      )
    }
  }

  private func problems(in source: SourceText) -> [ContentProblem] {
    nameProblems(in: source) + faults(in: source)
  }

  private func faults(in source: SourceText) -> [ContentProblem] {
    do throws(TemplateFault) {
      _ = try Template(source.bytes)
      return []
    } catch {
      return [source.problem(at: source.position(ofByte: error.offset), error.reason)]
    }
  }

  private func nameProblems(in source: SourceText) -> [ContentProblem] {
    TemplateTags(source.bytes).tags.compactMap { tag in
      switch tag.kind {
      case .partial: partialProblem(tag, in: source)
      case .escaped, .raw, .section, .inverted: valueProblem(tag, in: source)
      case .end, .comment, .delimiters: nil
      }
    }
  }

  private func partialProblem(_ tag: TemplateTag, in source: SourceText) -> ContentProblem? {
    guard !partials.contains(tag.name) else { return nil }
    return source.problem(
      at: source.position(ofByte: tag.offset),
      "unknown template \(quoted(tag.name)): expected one of the theme or of site/templates; "
        + "add \(printable(tag.name)).mustache or correct the name",
      hint: partials.sorted().hint(for: tag.name)
    )
  }

  private func valueProblem(_ tag: TemplateTag, in source: SourceText) -> ContentProblem? {
    let parts = tag.parts
    if parts.first == "say", parts.count > 1 { return phraseProblem(tag, parts[1], in: source) }
    if parts.first == "params" { return paramProblem(tag, parts, in: source) }
    guard let unknown = parts.first(where: { !values.contains($0) }) else { return nil }
    return source.problem(
      at: source.position(ofByte: tag.offset),
      "unknown value \(quoted(unknown)): expected one that the theme's own templates use; "
        + "correct or remove it",
      hint: values.sorted().hint(for: unknown)
    )
  }

  private func paramProblem(
    _ tag: TemplateTag,
    _ parts: [String],
    in source: SourceText
  ) -> ContentProblem? {
    guard parts.count > 1, !params.contains(parts[1]) else { return nil }
    return source.problem(
      at: source.position(ofByte: tag.offset),
      "unknown value \(quoted(tag.name)): expected a name under `params:` of a product or of "
        + "\(siteConfigFile), found none of this name; add it there or correct it",
      hint: params.sorted().hint(for: parts[1]).map {
        $0.replacing("did you mean `", with: "did you mean `params.")
      }
    )
  }

  private func phraseProblem(
    _ tag: TemplateTag,
    _ key: String,
    in source: SourceText
  ) -> ContentProblem? {
    guard !WordsFile.keys.contains(key) else { return nil }
    return source.problem(
      at: source.position(ofByte: tag.offset),
      "unknown text \(quoted(tag.name)): expected a key of the theme's words; correct it",
      hint: WordsFile.keys.hint(for: key).map {
        $0.replacing("did you mean `", with: "did you mean `say.")
      }
    )
  }
}

extension TemplateTag {
  /// The parts of the name, `say` and `pay` of `say.pay`; none of `.`.
  fileprivate var parts: [String] { name.split(separator: ".").map(String.init) }
}
