/// The `Content-Type` of a file, by its name's ending.
package func mediaType(of file: String) -> String {
  let name = file.split(separator: "/").last ?? ""
  let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last ?? ""
  return mediaTypes[ending.lowercased()] ?? "application/octet-stream"
}

/// The media types by file ending; those of texts name the encoding.
let mediaTypes = [
  "html": "text/html; charset=utf-8",
  "css": "text/css; charset=utf-8",
  "js": "text/javascript; charset=utf-8",
  "mjs": "text/javascript; charset=utf-8",
  "json": "application/json; charset=utf-8",
  "xml": "application/xml; charset=utf-8",
  "txt": "text/plain; charset=utf-8",
  "tsv": "text/tab-separated-values; charset=utf-8",
  "webmanifest": "application/manifest+json",
  "svg": "image/svg+xml",
  "png": "image/png",
  "jpg": "image/jpeg",
  "jpeg": "image/jpeg",
  "gif": "image/gif",
  "webp": "image/webp",
  "avif": "image/avif",
  "ico": "image/x-icon",
  "pdf": "application/pdf",
  "woff2": "font/woff2",
]
