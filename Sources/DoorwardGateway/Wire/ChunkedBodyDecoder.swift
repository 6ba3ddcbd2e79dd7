internal import NIOCore

/// Decodes a chunked body strictly (RFC 9112 §7.1) and gives its data piece by piece, without copying it.
///
/// Chunk extensions are dropped. The framing is never passed on: what leaves the gate is framed anew, so that no two servers
/// can disagree about where it ends.
struct ChunkedBodyDecoder {
    private enum State {
        case size
        case data(remaining: Int)
        case dataEnd
        case trailer
        case done
    }

    enum Step {
        case needMore
        case data(ByteBuffer)
        /// The body's end, with the trailer fields that may be passed on as complete lines; empty mostly.
        case end(trailers: [UInt8])
        case refused(WireRefusal)
    }

    /// Longest chunk-size line, extensions included. Nobody sends extensions, except to exhaust somebody.
    private static let maximumSizeLine = 256
    private static let maximumTrailer = 8 << 10

    private var state = State.size
    private var trailers: [UInt8] = []
    private var trailerBytes = 0
    private let chunkRefusal: WireRefusal

    /// - Parameter refusal: what a malformed chunk is called: a caller's mistake or an upstream's.
    init(refusal: WireRefusal = .chunk) {
        chunkRefusal = refusal
    }

    /// Takes the next piece off the front of the buffer.
    mutating func next(_ buffer: inout ByteBuffer) -> Step {
        while true {
            switch state {
            case .size:
                switch readSize(&buffer) {
                case .none: return .needMore
                case .some(.failure(let refusal)): return .refused(refusal)
                case .some(.success(0)): state = .trailer
                case .some(.success(let size)): state = .data(remaining: size)
                }
            case .data(let remaining):
                let available = min(remaining, buffer.readableBytes)
                guard available > 0, let slice = buffer.readSlice(length: available) else { return .needMore }
                state = available == remaining ? .dataEnd : .data(remaining: remaining - available)
                return .data(slice)
            case .dataEnd:
                guard buffer.readableBytes >= 2 else {
                    if buffer.readableBytes == 1, buffer.getInteger(at: buffer.readerIndex) != ByteClass.carriageReturn
                    {
                        return .refused(chunkRefusal)
                    }
                    return .needMore
                }
                guard buffer.readInteger(as: UInt16.self) == 0x0D0A else { return .refused(chunkRefusal) }
                state = .size
            case .trailer:
                guard let line = readLine(&buffer, limit: Self.maximumTrailer - trailerBytes) else { return .needMore }
                switch line {
                case .failure: return .refused(.trailer)
                case .success(let bytes):
                    if bytes.isEmpty {
                        state = .done
                        return .end(trailers: trailers)
                    }
                    guard take(trailer: bytes) else { return .refused(.trailer) }
                }
            case .done: return .needMore
            }
        }
    }

    private mutating func readSize(_ buffer: inout ByteBuffer) -> Result<Int, WireRefusal>? {
        guard let line = readLine(&buffer, limit: Self.maximumSizeLine) else { return nil }
        guard case .success(let bytes) = line else { return .failure(chunkRefusal) }
        var size = 0
        var digits = 0
        while digits < bytes.count, let value = ByteClass.hexValue(bytes[digits]) {
            size = size << 4 | Int(value)
            digits += 1
            // Fifteen digits are an exbibyte: enough, and no overflow.
            if digits > 15 { return .failure(chunkRefusal) }
        }
        guard digits > 0 else { return .failure(chunkRefusal) }
        if digits < bytes.count {
            // BWS ";" extension, and nothing else.
            var index = digits
            while index < bytes.count, bytes[index] == ByteClass.space || bytes[index] == ByteClass.tab { index += 1 }
            guard index < bytes.count, bytes[index] == 0x3B, bytes.allSatisfy(ByteClass.isFieldValue) else {
                return .failure(chunkRefusal)
            }
        }
        return .success(size)
    }

    /// A line without its CR LF; a failure when it is too long or ends in a bare LF; nil when it is not all there yet.
    private func readLine(_ buffer: inout ByteBuffer, limit: Int) -> Result<[UInt8], WireRefusal>? {
        let view = buffer.readableBytesView.prefix(limit + 2)
        guard let lineFeed = view.firstIndex(of: ByteClass.lineFeed) else {
            // One more than the limit may still be the line's CR.
            if view.count > limit + 1 { return .failure(chunkRefusal) }
            // A CR that is not the last byte so far is not the line's end: do not wait for more.
            if let stray = view.firstIndex(of: ByteClass.carriageReturn), stray != view.endIndex - 1 {
                return .failure(chunkRefusal)
            }
            return nil
        }
        let length = view.distance(from: view.startIndex, to: lineFeed)
        guard let line = buffer.readBytes(length: length + 1), length > 0, line[length - 1] == ByteClass.carriageReturn
        else { return .failure(chunkRefusal) }
        return .success(Array(line[..<(length - 1)]))
    }

    /// Checks one trailer line and keeps it when it may be passed on.
    private mutating func take(trailer line: [UInt8]) -> Bool {
        trailerBytes += line.count + 2
        return line.withUnsafeBytes { bytes in
            guard let field = try? FieldLineParser.parse(bytes, from: 0, to: bytes.count) else { return false }
            switch field.name {
            case .host, .contentLength, .transferEncoding, .connection, .authorization, .proxyAuthorization, .cookie,
                .expect, .te, .trailer, .upgrade, .doorward, .forwarded, .xForwarded, .xForwardedFor, .xForwardedHost,
                .xForwardedProto, .disguised, .contentType, .traceparent:
                // Framing, routing and identity do not belong behind the body (RFC 9110 §6.5.1).
                return false
            case _ where field.name.isWithheldFromUpstream:
                // Of no use behind a body, and not to be believed: left out.
                return true
            default:
                trailers.append(contentsOf: line)
                trailers.append(contentsOf: [ByteClass.carriageReturn, ByteClass.lineFeed])
                return true
            }
        }
    }
}
