extension Diagnostic {
  /// The output.
  static let outputs = entries(
    .described,
    [
      (
        .imageCopies, "No smaller copies of a picture could be made",
        wrong: "A picture that the program for it refuses.", right: "The same, exported again."
      ),
      (
        .noGzip, "The program that compresses is not on this machine",
        wrong: "`precompress: true` without `gzip`.", right: "`gzip` installed."
      ),
      (
        .manyAliases, "There are more aliases than hosts redirect",
        wrong: "More than 2,000 `aliases` in all languages.", right: "Those that are still visited."
      ),
      (
        .manyFiles, "There are more files than a free host takes", wrong: "More than 20,000 files.",
        right: "Fewer languages or tags, or another host."
      ),
      (
        .largeFile, "A file is larger than a free host takes", wrong: "A video of 30 MB.",
        right: "The video on a host for videos."
      ),
      (
        .hostLimit, "There are more headers or redirects than one of the hosts reads",
        wrong: "More than 100 folders in site/static with Cloudflare as the host.",
        right: "The same files in fewer folders."
      ),
      (
        .lostAddress, "A page that was published has gone without a word about its address",
        wrong: "A product that is renamed.",
        right: "Its old address under `aliases:`, or under `gone:` in `site.yaml`."
      ),
      (
        .lostLanguage, "A language that was published has gone",
        wrong: "`en` taken out of `languages`.",
        right: "`en` among them, or `gone: [/en/*]`."
      ),
      (
        .addressesNotKept, "The addresses of a build cannot be added to `site/addresses.txt`",
        wrong: "A file that may not be written.", right: "One that may."
      ),
    ]
  )
}
