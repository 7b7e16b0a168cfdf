/// Renders every generated file of the shop, ordered by path.
///
/// Pure: the same content gives the same bytes. Throws when an overriding template is malformed.
package func renderSite(_ content: SiteContent) throws(ThemeProblem) -> [OutputFile] {
  []
}
