import Foundation
import Testing

@testable import Payments

/// Archives made with Python's `zipfile` and `zlib`; texts with its `gbk` codec.
@Suite(.timeLimit(.minutes(20)))
struct ArchiveTests {
  /// `a.txt` stored, `b.txt` deflated: 3,000 letters.
  static let zip = [UInt8](
    Data(
      base64Encoded: """
        UEsDBBQAAAAAAAAAdF0L+UNWBgAAAAYAAAAFAAAAYS50eHRzdG9yZWRQSwMEFAAAAAgAAAB0XecX7pgU
        AAAAuAsAAAUAAABiLnR4dO3BMQEAAADCoNqLbw0PoAAAgHcDUEsBAhQDFAAAAAAAAAB0XQv5Q1YGAAAA
        BgAAAAUAAAAAAAAAAAAAAIABAAAAAGEudHh0UEsBAhQDFAAAAAgAAAB0XecX7pgUAAAAuAsAAAUAAAAA
        AAAAAAAAAIABKQAAAGIudHh0UEsFBgAAAAACAAIAZgAAAGAAAAAAAA==
        """,
      options: .ignoreUnknownCharacters
    ) ?? Data()
  )

  /// A million zeros in a thousand bytes, with zlib's header.
  static let million = """
    eNrtwYEAAAAAwyCl+dMd5FUBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACvBkcbluU=
    """

  @Test func `reads stored and deflated files`() throws {
    let files = try #require(ZipArchive(Self.zip, limit: 10_000)).files
    #expect(files.map { String(decoding: $0.name, as: UTF8.self) } == ["a.txt", "b.txt"])
    #expect(files[0].bytes == Array("stored".utf8))
    #expect(files[1].bytes == Array(repeating: UInt8(ascii: "x"), count: 3_000))
  }

  @Test func `refuses more than its limit, and every archive that was cut or changed`() {
    #expect(ZipArchive(Self.zip, limit: 3_005) == nil)
    for length in 0..<Self.zip.count {
      #expect(ZipArchive(Array(Self.zip.prefix(length)), limit: 10_000) == nil, "\(length) bytes")
    }
    // A checksum covers the content itself.
    var changed = Self.zip
    changed[35] ^= 1
    #expect(ZipArchive(changed, limit: 10_000) == nil)
  }

  @Test func `inflates up to a limit and no damaged stream`() throws {
    let packed = try #require(Data(base64Encoded: Self.million, options: .ignoreUnknownCharacters))
    let whole = Inflation.inflated(packed, wrapping: .zlib, limit: 1_000_000)
    #expect(whole == Array(repeating: UInt8(ascii: "0"), count: 1_000_000))
    #expect(Inflation.inflated(packed, wrapping: .zlib, limit: 999_999) == nil)
    #expect(Inflation.inflated(packed.dropLast(5), wrapping: .zlib, limit: 1_000_000) == nil)
    #expect(Inflation.inflated(packed, wrapping: .none, limit: 1_000_000) == nil)
    #expect(Inflation.inflated([], wrapping: .zlib, limit: 10) == nil)
  }

  @Test func `reads GBK and refuses what is cut within a character`() {
    let bytes: [UInt8] = [0xd6, 0xa7, 0xb8, 0xb6, 0xb1, 0xa6, 0x2c, 0x31]
    #expect(GBKText.decoded(bytes) == "支付宝,1")
    #expect(GBKText.decoded(Array(bytes.prefix(5))) == nil)
    #expect(GBKText.decoded([]) == "")
  }
}
