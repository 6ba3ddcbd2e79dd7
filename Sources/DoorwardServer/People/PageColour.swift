/// A colour in sRGB, and how well it is read on another (WCAG 2.2).
public struct PageColour: Sendable, Equatable, CustomStringConvertible {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    init(_ rgb: UInt32) {
        self.init(
            red: UInt8(truncatingIfNeeded: rgb >> 16), green: UInt8(truncatingIfNeeded: rgb >> 8),
            blue: UInt8(truncatingIfNeeded: rgb))
    }

    /// `#rrggbb`.
    public var description: String {
        "#"
            + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The ratio of the brighter to the darker, 1…21 (WCAG 2.2, "contrast ratio").
    public func contrast(with other: PageColour) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    /// The colour with a share of another in it; 0 leaves it, 1 gives the other.
    func mixed(with other: PageColour, share: Double) -> PageColour {
        func mix(_ one: UInt8, _ two: UInt8) -> UInt8 {
            let value = Double(one) + (Double(two) - Double(one)) * min(1, max(0, share))
            return UInt8(min(255, max(0, value.rounded())))
        }
        return PageColour(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
    }

    /// This colour, mixed with as little of another as gives it a contrast with all of the backgrounds.
    func corrected(toward other: PageColour, contrast wanted: Double, on backgrounds: [PageColour]) -> PageColour {
        for step in 0...50 {
            let candidate = mixed(with: other, share: Double(step) / 50)
            if backgrounds.allSatisfy({ candidate.contrast(with: $0) >= wanted }) { return candidate }
        }
        return other
    }

    /// WCAG 2.2, "relative luminance".
    private var luminance: Double {
        func linear(_ channel: UInt8) -> Double { Self.linear[Int(channel)] }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// The light of each channel value. A power of 2.4 without a mathematics library: the fifth root of the twelfth
    /// power, by Newton's method.
    private static let linear: [Double] = (0...255).map { channel in
        let value = Double(channel) / 255
        if value <= 0.04045 { return value / 12.92 }
        let base = (value + 0.055) / 1.055
        let twelfth = (0..<12).reduce(1.0) { product, _ in product * base }
        var root = base * base
        for _ in 0..<20 {
            let fourth = root * root * root * root
            root -= (root * fourth - twelfth) / (5 * fourth)
        }
        return root
    }
}
