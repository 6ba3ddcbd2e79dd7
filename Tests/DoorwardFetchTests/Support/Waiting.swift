import Testing

/// Waits until something is so, for at most a minute: a busy machine may stall for long.
func waitUntil(_ comment: Comment, _ isSo: () async -> Bool) async {
    let deadline = ContinuousClock.now + .seconds(60)
    while await !isSo() {
        guard ContinuousClock.now < deadline else {
            Issue.record(comment)
            return
        }
        try? await Task.sleep(for: .milliseconds(5))
    }
}
