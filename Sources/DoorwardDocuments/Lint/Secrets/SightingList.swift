/// Sightings, of each kind and severity up to a limit, so that harmless ones crowd out no others.
struct SightingList {
    /// So many sightings of one kind and severity are kept of one reading of a document.
    static let mostOfKind = 2_000

    private(set) var sightings: [SecretSighting] = []
    /// The last sighting of each kind and severity of which there were more than are kept.
    private(set) var cuts: [SecretSighting] = []
    private var counts: [Int: Int] = [:]

    mutating func append(_ sighting: SecretSighting) {
        let weight = sighting.weight == .error ? 0 : sighting.weight == .warning ? 1 : 2
        let slot = sighting.kind.rawValue * 8 + weight * 2 + (sighting.isDoubtful ? 1 : 0)
        let count = counts[slot, default: 0]
        counts[slot] = count + 1
        if count < Self.mostOfKind {
            sightings.append(sighting)
        } else if count == Self.mostOfKind, let last = sightings.last(where: { $0.kind == sighting.kind }) {
            cuts.append(last)
        }
    }

    /// Takes in all of another list, which has been counted.
    mutating func add(_ other: SightingList) {
        sightings += other.sightings
        cuts += other.cuts
    }

    /// The list with other sightings in the place of its own.
    func with(_ sightings: [SecretSighting]) -> SightingList {
        var list = self
        list.sightings = sightings
        return list
    }
}
