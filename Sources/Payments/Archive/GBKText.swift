import Glibc

/// Texts in GBK, which some statements and suppliers' files still come in; the system's iconv reads
/// them.
package enum GBKText {
  /// The text as UTF-8; nil when a byte does not fit.
  ///
  /// GB 18030 is a superset of GBK.
  package static func decoded(_ bytes: [UInt8]) -> String? {
    guard let conversion = iconv_open("UTF-8", "GB18030"), Int(bitPattern: conversion) != -1 else {
      return nil
    }
    defer { iconv_close(conversion) }
    var input = bytes.map { CChar(bitPattern: $0) }
    // A character of two bytes or four becomes at most four.
    var output = [CChar](repeating: 0, count: bytes.count * 2 + 4)
    let written: Int? = input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to in
        var (source, target) = (from.baseAddress, to.baseAddress)
        var (left, room) = (from.count, to.count)
        let status = iconv(conversion, &source, &left, &target, &room)
        return status == -1 || left > 0 ? nil : to.count - room
      }
    }
    return written.flatMap { count in
      String(validating: output.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
