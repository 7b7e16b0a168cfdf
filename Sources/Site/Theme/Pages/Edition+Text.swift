import Shop

extension Edition {
  /// A policy, help or about page.
  func textPage(_ page: FreePage) -> OutputFile {
    let title = shown(page.title)
    let body = shown(page.body)
    var values: TemplateValues = [
      "say": say, "params": params, "otherDir": otherDirection, "home": path(.home),
      "title": title.text,
    ]
    values["body"] = body.map { html(of: $0.body) }
    values["titleLang"] = title.lang
    values["bodyLang"] = body?.lang
    values["contacts"] = page.showsContacts ? contacts : nil
    let route = Route.text(path: page.path)
    var head = PageHead(title: title.text, description: body?.body.summary ?? "", route: route)
    head.languages = page.languages(of: config.languages)
    head.structured = StructuredData(edition: self).breadcrumb([(title.text, route)])
    return file(route, head: head, main: theme.templates.render(.text, values))
  }

  /// `404.html`: shown at any address, so every link in it is from the root.
  var missingPage: OutputFile {
    let head = PageHead(title: phrases[.missingTitle], description: "", route: nil)
    let main = theme.templates.render(
      .missing,
      ["say": say, "params": params, "otherDir": otherDirection, "home": path(.home)]
    )
    let path = theme.address.file("404.html", in: language)
    return OutputFile(path: path, bytes: page(head, main: main).bytes)
  }
}
