import DoorwardFetch
import DoorwardOAuth

extension ClientDocuments {
    /// What became of one fetch.
    private enum Outcome {
        case document(ClientRecord, freshFor: Int64)
        /// It is not to be had at the moment; what to say where no earlier one does.
        case unavailable(String, Rejection = .clientDocumentUnavailable)
        /// It is gone, or wrong; why.
        case refused(Rejection)
    }

    /// Fetches a document and writes down what came of it.
    func fetch(_ address: ClientDocumentAddress, kept: ClientRecord?) async -> Result<ClientRecord, Rejection> {
        let outcome = await outcome(address)
        let now = now()
        switch outcome {
        case .document(var record, let freshFor):
            record.registration?.freshUntil = now + freshFor
            record.createdAt = kept?.createdAt ?? now
            known.insert(Known(record: record, fetchedAt: now, freshUntil: now + freshFor), for: record.id)
            if let kept, isNews(record, to: kept) { await write(record) }
            return .success(record)
        case .unavailable(let reason, let rejection):
            report(DocumentTrouble(host: address.host, text: "cannot be had now: \(reason)"))
            guard let last = lastGood(address.text, kept: kept, at: now) else {
                return .failure(rejection)
            }
            known.insert(last, for: address.text)
            return .success(last.record)
        case .refused(let rejection):
            if case .clientDocumentInvalid(let rule) = rejection {
                report(DocumentTrouble(host: address.host, text: "breaks a rule: \(rule)"))
            }
            if known[address.text] != nil { known.removeAll { $0.record.id == address.text } }
            // It must not come back when the next fetch fails for another reason.
            if var kept, kept.registration?.freshUntil != 0 {
                kept.registration?.freshUntil = 0
                await write(kept)
            }
            return .failure(rejection)
        }
    }

    static let refusal = Rejection.clientDocumentInvalid("its address may not be fetched")

    func request(_ address: ClientDocumentAddress) -> FetchRequest {
        FetchRequest(
            address.text, fields: [("accept", "application/json")], trust: .stranger,
            limit: ClientDocument.largestSize, timeout: .seconds(5))
    }

    private func outcome(_ address: ClientDocumentAddress) async -> Outcome {
        let answer: FetchedDocument
        do throws(FetchFailure) {
            answer = try await fetcher.fetch(request(address))
        } catch {
            switch error {
            case .unreachable(let why): return .unavailable(why)
            case .timedOut: return .unavailable("there is no whole answer in time")
            case .overloaded: return .unavailable("too many are fetched at the moment")
            case .refusedAddress: return .refused(Self.refusal)
            case .tooLarge: return .refused(.clientDocumentInvalid("it is too large"))
            case .malformed: return .refused(.clientDocumentInvalid("it is not sent as HTTP has it"))
            }
        }
        guard answer.status == 200 else {
            let rejection = Rejection.clientDocumentInvalid("its status is not 200")
            // Only these say that it is gone. A wall before the host that takes us for a robot, or a server that cannot
            // answer now, says nothing about its documents.
            if answer.status < 300 || answer.status == 404 || answer.status == 410 { return .refused(rejection) }
            let isOverloaded = answer.status >= 500 || answer.status == 429 || answer.status == 408
            return .unavailable(
                "its host answers \(answer.status)", isOverloaded ? .clientDocumentUnavailable : rejection)
        }
        do throws(Rejection) {
            let metadata = try ClientDocument.metadata(
                answer.body, contentType: answer.field("content-type"), of: address)
            let record = try ClientDocument.record(metadata, of: address, policy: policy, at: now())
            return .document(
                record,
                freshFor: DocumentFreshness.seconds(
                    cacheControl: answer.field("cache-control"), age: answer.field("age")))
        } catch {
            return .refused(error)
        }
    }

    /// What does for the moment. Of the stored one it is known until when it was fresh, and so, to the usual hour, when
    /// it was fetched.
    func lastGood(_ id: String, kept: ClientRecord?, at now: Int64) -> Known? {
        // Another process has seen that it is gone.
        if kept?.registration?.freshUntil == 0 { return nil }
        if var known = known[id] {
            guard known.fetchedAt + Self.keptFor > now else { return nil }
            known.freshUntil = now + Self.pause
            return known
        }
        guard let kept, let end = kept.registration?.freshUntil, end > 0 else { return nil }
        let fetchedAt = end - DocumentFreshness.usual
        guard fetchedAt + Self.keptFor > now else { return nil }
        return Known(record: kept, fetchedAt: fetchedAt, freshUntil: now + Self.pause)
    }

    /// Whether the store should have the newer one. That it is the same at a later time is written twice a day: each
    /// change makes every process read its clients anew.
    private func isNews(_ record: ClientRecord, to kept: ClientRecord) -> Bool {
        let (new, old) = (record.registration?.freshUntil ?? 0, kept.registration?.freshUntil ?? 0)
        var alike = record
        alike.registration?.freshUntil = kept.registration?.freshUntil
        return alike != kept || old == 0 || new - old >= Self.keptFor / 2
    }

    private func write(_ record: ClientRecord) async {
        do { _ = try await store.replace(record) } catch { report(error) }
        clients.forget(record.id)
    }
}
