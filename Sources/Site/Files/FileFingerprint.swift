import Crypto
import Text

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A hash of what the disk tells about files without reading them: name, kind, size, times, inode.
///
/// Two fingerprints of the same files are equal as long as none of them was written, replaced,
/// renamed or given other permissions. A second write within one tick of the disk's clock may
/// change none of these facts: so files that changed shortly before `moment` count as fresh, and
/// their bytes are part of the fingerprint.
struct FileFingerprint {
  private var hash = SHA256()
  /// Files that changed later than this, in seconds since 1970, are read too.
  private let freshAfter: Int64

  /// How many seconds before `moment` a change makes a file fresh; some disks count in twos.
  private static let freshSeconds: Int64 = 3

  /// `moment` is when the files are first examined, in seconds since 1970; fingerprints to be
  /// compared must have the same moment.
  init(moment: Int64) {
    freshAfter = moment - Self.freshSeconds
  }

  /// Adds a text that is not a file, such as options.
  mutating func add(_ text: String) {
    add(Array(text.utf8))
  }

  /// Adds a file, or the fact that there is none; of a fresh file its bytes too.
  mutating func add(file path: String) {
    guard let info = Self.status(path) else { return add("none " + path) }
    add(info, named: path, in: path)
  }

  /// Adds all files below a folder, in byte order, without following links.
  ///
  /// `skipped` are paths from that folder. It goes no deeper than the build does.
  mutating func add(folder: String, skipping skipped: Set<String> = []) {
    guard let info = Self.status(folder) else { return add("none") }
    guard info.st_mode & S_IFMT == S_IFDIR else { return add(info, named: "", in: folder) }
    walk(folder, from: "", skipping: skipped, depth: 0)
  }

  /// Adds the names in a folder, without the path `skipped` and `.cardstock`.
  mutating func add(namesIn folder: String, skipping skipped: String) {
    for name in names(in: folder) {
      guard let name else { continue }
      if name != ".cardstock", "\(folder)/\(name)" != skipped { add(name) }
    }
  }

  private mutating func names(in folder: String) -> [String?] {
    do throws(DiskError) {
      return try Disk.names(in: folder)
    } catch {
      add(error.reason)
      return []
    }
  }

  /// Adds files of a folder by their paths in it, each ended by a zero byte.
  ///
  /// Even fresh ones are not read, since only this program writes them.
  mutating func add(paths: [UInt8], in folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return add("none") }
    defer { close(descriptor) }
    paths.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
      var start = 0
      while start < bytes.count {
        var info = stat()
        let isThere = fstatat(descriptor, base + start, &info, AT_SYMLINK_NOFOLLOW) == 0
        add(isThere ? Self.words(info) : [])
        start += strlen(base + start) + 1
      }
    }
  }

  /// Lower-case hex.
  var text: String { hash.finalize().hex }

  private mutating func walk(
    _ folder: String,
    from path: String,
    skipping skipped: Set<String>,
    depth: Int
  ) {
    guard depth <= 17 else { return }
    for name in names(in: folder) {
      guard let name else {
        add("no UTF-8")
        continue
      }
      let inside = path.isEmpty ? name : path + "/" + name
      guard !skipped.contains(inside) else { continue }
      let place = folder + "/" + name
      guard let info = Self.status(place) else { continue }
      if info.st_mode & S_IFMT == S_IFDIR {
        add(inside)
        walk(place, from: inside, skipping: skipped, depth: depth + 1)
      } else {
        add(info, named: inside, in: place)
      }
    }
  }

  private mutating func add(_ info: stat, named name: String, in path: String) {
    add(name)
    add(Self.words(info))
    let times = Self.times(info)
    guard Int64(max(times.modified.tv_sec, times.changed.tv_sec)) >= freshAfter else { return }
    do throws(DiskError) {
      add(try Disk.read(path, limit: SourceText.largestSize * 16))
    } catch {
      add(error.reason)
    }
  }

  /// Adds bytes with their length, so that no two lists of texts are hashed alike.
  private mutating func add(_ bytes: [UInt8]) {
    add([UInt64(bytes.count)])
    hash.update(data: bytes)
  }

  private mutating func add(_ words: [UInt64]) {
    words.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  private static func status(_ path: String) -> stat? {
    var info = stat()
    return lstat(path, &info) == 0 ? info : nil
  }

  private static func words(_ info: stat) -> [UInt64] {
    let times = times(info)
    return [
      UInt64(info.st_mode), UInt64(bitPattern: Int64(info.st_size)), UInt64(info.st_ino),
      UInt64(truncatingIfNeeded: info.st_dev),
      UInt64(bitPattern: Int64(times.modified.tv_sec)), UInt64(times.modified.tv_nsec),
      UInt64(bitPattern: Int64(times.changed.tv_sec)), UInt64(times.changed.tv_nsec),
    ]
  }

  private static func times(_ info: stat) -> (modified: timespec, changed: timespec) {
    #if canImport(Glibc)
    (info.st_mtim, info.st_ctim)
    #else
    (info.st_mtimespec, info.st_ctimespec)
    #endif
  }
}
