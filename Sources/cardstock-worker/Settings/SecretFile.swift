import Foundation
import Storage
import Worker

/// Reads files that hold secrets: keys, passwords, private certificates.
///
/// Checked are the file behind any symbolic link, and the folders of link and file. Accepted are
/// files that only their owner or the worker's own group can read, what a container runtime puts
/// under `/run/secrets`, and what systemd puts into `$CREDENTIALS_DIRECTORY`.
package struct SecretFile {
  /// Why a file is not read: what was expected and found, and what mends it.
  package struct Refusal: Error {
    /// What was expected.
    package let expected: String
    /// What was found; never a secret.
    package let found: String
    /// What to do about it.
    package let remedy: String
  }

  /// The largest file that is read, in bytes.
  static let largest = 1 << 20

  /// `$CREDENTIALS_DIRECTORY`, where systemd puts what `LoadCredential=` names.
  let credentials: String?
  /// Where container runtimes mount secrets, readable by everybody in the container.
  let containerFolders: [String]

  package init(
    environment: [String: String],
    containerFolders: [String] = ["/run/secrets"]
  ) {
    credentials = environment["CREDENTIALS_DIRECTORY"].flatMap { $0.isEmpty ? nil : $0 }
    self.containerFolders = containerFolders
  }

  /// The path that a setting means: relative to the settings file, below `$CREDENTIALS_DIRECTORY/`,
  /// or of a credential by its bare name when there is no such file.
  package func path(_ text: String, in folder: String) -> String {
    for word in ["$CREDENTIALS_DIRECTORY/", "${CREDENTIALS_DIRECTORY}/"] where text.hasPrefix(word)
    {
      return (credentials ?? "") + "/" + text.dropFirst(word.count)
    }
    let base = URL(fileURLWithPath: folder, isDirectory: true)
    let path = URL(fileURLWithPath: text, relativeTo: base).standardizedFileURL.path
    guard let credentials, !text.contains("/"), access(path, F_OK) != 0 else { return path }
    let credential = credentials + "/" + text
    return access(credential, F_OK) == 0 ? credential : path
  }

  /// The text of the file; the refusal never repeats it.
  package func read(_ path: String) throws(Refusal) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.unreadable(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path) }
    let target = FilePath.resolved(path)
    try check(status, of: target)
    let folders = [FilePath.folder(of: path), FilePath.folder(of: target)]
    for folder in Set(folders.map(FilePath.resolved)) {
      try Self.checkFolder(folder)
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    do {
      let data = try handle.read(upToCount: Self.largest + 1) ?? Data()
      if data.count <= Self.largest, let text = String(data: data, encoding: .utf8) {
        return Self.unmarked(text)
      }
    } catch {
      throw Self.unreadable(path)
    }
    throw Refusal(
      expected: "a readable text file at \(path)",
      found: "one that is not text, or larger than \(Self.largest) bytes",
      remedy: "check its content"
    )
  }

  /// The text without a byte order mark.
  private static func unmarked(_ text: String) -> String {
    text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  private func check(_ status: stat, of path: String) throws(Refusal) {
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Refusal(
        expected: "a file at \(path)",
        found: "something else",
        remedy: "name the file itself"
      )
    }
    let mode = "0" + String(status.st_mode & 0o7777, radix: 8)
    guard status.st_uid == geteuid() || status.st_uid == 0 else {
      throw Refusal(
        expected: "a file of uid \(geteuid()) or root at \(path)",
        found: "one of uid \(status.st_uid), mode \(mode)",
        remedy: "run `chown \(geteuid()) \(path)` and `chmod 600 \(path)`"
      )
    }
    let others = status.st_mode & 0o077
    if others == 0 { return }
    let isMounted = self.isMounted(path)
    // 0040: the group may read, and others may do nothing.
    if others == 0o040, isMounted || Self.ownGroups().contains(status.st_gid) { return }
    if others & 0o033 == 0, isMounted { return }
    let isGroupAlone = others & 0o037 == 0
    throw Refusal(
      expected: "mode 0600 or 0400 of \(path), or 0440 for the worker's own group",
      found: isGroupAlone ? "\(mode) for group \(status.st_gid)" : mode,
      remedy: "run `chmod 600 \(path)`, and think about who could have read it"
    )
  }

  /// Whether the file is in a folder of the container runtime or systemd.
  private func isMounted(_ path: String) -> Bool {
    (containerFolders + [credentials].compactMap(\.self)).contains { folder in
      path.hasPrefix(FilePath.resolved(folder) + "/")
    }
  }

  /// Refuses a folder that others can write, or one above it, since they could replace the file.
  ///
  /// In a folder with the sticky bit, such as `/tmp`, nobody replaces the files of others.
  private static func checkFolder(_ path: String) throws(Refusal) {
    let groups = ownGroups()
    var folder = FilePath.resolved(path)
    while true {
      var status = stat()
      guard stat(folder, &status) == 0 else { throw unreadable(folder) }
      let isOpen = status.st_mode & 0o002 != 0
      let isOfOthers = status.st_mode & 0o020 != 0 && !groups.contains(status.st_gid)
      if status.st_mode & S_ISVTX == 0, isOpen || isOfOthers {
        let mode = "mode 0" + String(status.st_mode & 0o7777, radix: 8)
        throw Refusal(
          expected: "a folder that others cannot write at \(folder)",
          found: isOpen ? mode : "\(mode) for group \(status.st_gid)",
          remedy: "run `chmod \(isOpen ? "o-w" : "g-w") \(folder)`"
        )
      }
      guard folder != "/" else { return }
      folder = FilePath.folder(of: folder)
    }
  }

  private static func unreadable(_ path: String) -> Refusal {
    let reason = errno
    let words = String(cString: strerror(reason))
    return Refusal(
      expected: "a readable file at \(path)",
      found: reason == ENOENT ? "no file" : words,
      remedy: reason == ENOENT
        ? "make it, with mode 0600"
        : "run `chown \(geteuid()) \(path)` and `chmod 600 \(path)`"
    )
  }

  private static func ownGroups() -> [gid_t] {
    let count = getgroups(0, nil)
    var groups = [gid_t](repeating: 0, count: Int(max(count, 0)))
    let filled = getgroups(Int32(groups.count), &groups)
    return groups.prefix(Int(max(filled, 0))) + [getegid()]
  }
}

extension VaultKey {
  /// Whether the folder holds a vault, which opens with its own key alone.
  static func isNeeded(in folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/vault.sqlite")
  }

  /// Reads the key file that `init` makes: 64 hexadecimal digits.
  ///
  /// A vault in the folder `state` can be read with its own key alone, so that no other is offered.
  static func read(
    _ path: String,
    of state: String,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> VaultKey {
    let text: String
    do throws(SecretFile.Refusal) {
      text = try SecretFile(environment: environment).read(path)
    } catch {
      let isMissing = error.found == "no file"
      throw SettingsFault(
        path,
        expected: isMissing ? "the key file" : error.expected,
        found: error.found,
        remedy: !isMissing
          ? error.remedy
          : isNeeded(in: state)
            ? "bring the key back from its copy: no other opens the codes in \(state)"
            : "run `cardstock-worker init`, or bring the key back from its copy"
      )
    }
    guard let key = VaultKey(hex: text) else {
      throw SettingsFault(
        path,
        expected: "64 hexadecimal digits",
        found: "something else",
        remedy: "bring the key back from its copy"
      )
    }
    return key
  }
}
