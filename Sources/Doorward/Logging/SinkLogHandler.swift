internal import DoorwardGateway
internal import Logging

/// Sends swift-log's messages to the sink that takes the access lines too, in the same format.
struct SinkLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    let format: LogFormat
    let sink: any LogSink

    init(format: LogFormat, sink: any LogSink, level: Logger.Level) {
        self.format = format
        self.sink = sink
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let time = CivilTime(unixSeconds: WallClock.unixSeconds()).rfc3339
        let name = event.level.rawValue
        switch format {
        case .json:
            var line = JSONLine(time: time, level: name, event: "log")
            line.add("message", event.message.description)
            for (key, value) in all { line.add(key, value.description) }
            sink.write(line.bytes)
        case .text:
            var line = "\(time) \(name) \(event.message)"
            for (key, value) in all { line += " \(key)=\(value)" }
            // A message is one line: what is quoted in it must not look like another.
            let safe = line.unicodeScalars.map { $0.value < 0x20 && $0 != "\n" ? " " : String($0) }.joined()
            sink.write(Array((safe + "\n").utf8))
        }
    }
}
