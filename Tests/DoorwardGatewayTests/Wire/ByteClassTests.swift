import Testing

@testable import DoorwardGateway

@Suite("Byte classes")
struct ByteClassTests {
    private static let alphanumeric = Set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    @Test("Each class holds exactly the bytes of its grammar", arguments: UInt8.min...UInt8.max)
    func classes(byte: UInt8) {
        let isAlphanumeric = Self.alphanumeric.contains(byte)
        #expect(ByteClass.isToken(byte) == (isAlphanumeric || "!#$%&'*+-.^_`|~".utf8.contains(byte)))
        #expect(ByteClass.isPath(byte) == (isAlphanumeric || "-._~!$&'()*+,;=:@/".utf8.contains(byte)))
        #expect(ByteClass.isHost(byte) == (isAlphanumeric || "-._:[]".utf8.contains(byte)))
        #expect(ByteClass.isBareInBrowsers(byte) == "[]^|".utf8.contains(byte))
        #expect(ByteClass.isFieldValue(byte) == (byte == 9 || byte >= 0x20 && byte != 0x7F))
        #expect(ByteClass.hexValue(byte).map(Int.init) == Int(String(decoding: [byte], as: UTF8.self), radix: 16))
    }
}
