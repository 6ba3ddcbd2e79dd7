/// Bytes on the heap that are overwritten before their memory is given back.
///
/// Unchecked: the buffer is written in `init` and `deinit` only.
final class SecretStorage: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer

    init(copying source: UnsafeRawBufferPointer) {
        bytes = .allocate(byteCount: source.count, alignment: 1)
        bytes.copyMemory(from: source)
    }

    deinit {
        SystemMemory.wipe(bytes)
        bytes.deallocate()
    }
}
