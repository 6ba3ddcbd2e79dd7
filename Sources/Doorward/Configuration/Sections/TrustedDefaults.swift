// Values that are right by construction, so that defaults need no parser that could throw.

extension CIDRBlock {
    /// 127.0.0.0/8
    static let loopbackVersion4 = CIDRBlock(address: IPAddress(bytes: [127, 0, 0, 0]), prefixLength: 8)
    /// ::1
    static let loopbackVersion6 = CIDRBlock(
        address: IPAddress(bytes: [UInt8](repeating: 0, count: 15) + [1]), prefixLength: 128)
}

extension UpstreamURL {
    /// Stands in until the real one is known; nothing listens on the discard port.
    static let placeholder = UpstreamURL(scheme: .http, host: "127.0.0.1", port: 9, basePath: "")
}
