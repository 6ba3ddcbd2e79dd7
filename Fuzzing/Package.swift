// swift-tools-version: 6.2
import PackageDescription

// The gate's readers under libFuzzer. `Fuzzing/run` builds this; see README.md.
//
// The targets named Doorward… are the ones of the package around this one, by symbolic link: the same files, compiled with
// coverage counters and with nothing that they do not need.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// `run --address` looks for reads and writes outside of buffers as well.
let isAddressChecked = Context.environment["DOORWARD_FUZZ_ADDRESS"] != nil
let address = isAddressChecked ? ["-sanitize=address"] : []

/// What is fuzzed counts its branches; internal types are open to the checks, as in tests.
let counted = settings + [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"] + address)]
let checks = settings + [.unsafeFlags(address)]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")

let package = Package(
    name: "doorward-fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(name: "DoorwardSecrets", dependencies: [crypto], swiftSettings: settings),
        .target(name: "DoorwardJOSE", dependencies: [crypto, cryptoExtras], swiftSettings: settings),
        .target(name: "DoorwardOAuth", dependencies: ["DoorwardJOSE", "DoorwardSecrets"], swiftSettings: settings),
        .target(name: "DoorwardDocuments", dependencies: ["Yams"], swiftSettings: settings),
        .target(
            name: "DoorwardGateway",
            dependencies: [
                "DoorwardOAuth", "DoorwardJOSE", "DoorwardSecrets", "DoorwardDocuments", nioCore, crypto,
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: counted),
        .target(name: "CLibFuzzer"),
        // The checks are compiled by the tests of the package around this one as well.
        .executableTarget(
            name: "doorfuzz",
            dependencies: [
                "CLibFuzzer", "DoorwardGateway", "DoorwardDocuments", "DoorwardSecrets", nioCore,
                // For the C parser that comes with it.
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Sources",
            exclude: [
                "CLibFuzzer", "DoorwardSecrets", "DoorwardJOSE", "DoorwardOAuth", "DoorwardDocuments",
                "DoorwardGateway",
            ],
            sources: ["Doorfuzz", "WireChecks"], swiftSettings: checks,
            linkerSettings: [.unsafeFlags(address), .linkedLibrary("stdc++")]),
    ]
)
