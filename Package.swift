// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

let package = Package(
    name: "doorward",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "doorward", targets: ["DoorwardCommand"]),
        .library(name: "Doorward", targets: ["Doorward"]),
        .library(name: "DoorwardGateway", targets: ["DoorwardGateway"]),
        .library(name: "DoorwardServer", targets: ["DoorwardServer"]),
        .library(name: "DoorwardStore", targets: ["DoorwardStore"]),
        .library(name: "DoorwardSecrets", targets: ["DoorwardSecrets"]),
        .library(name: "DoorwardDocuments", targets: ["DoorwardDocuments"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        // Where secrets come from, and rings of several live ones.
        .target(name: "DoorwardSecrets", dependencies: [crypto], swiftSettings: settings),
        // The stores, written once in SQL.
        .target(
            name: "DoorwardStore",
            dependencies: ["DoorwardSecrets", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        // Manifest and OpenAPI as typed values; the leak scan. Pure.
        .target(name: "DoorwardDocuments", dependencies: ["Yams"], swiftSettings: settings),
        // The gate: match, authenticate, rewrite, forward, stream.
        .target(
            name: "DoorwardGateway",
            dependencies: [
                "DoorwardSecrets", "DoorwardDocuments", nioCore, nioPosix, crypto,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings),
        // What is published, and its pages.
        .target(
            name: "DoorwardServer",
            dependencies: ["DoorwardDocuments", .product(name: "Mustache", package: "swift-mustache")],
            swiftSettings: settings),
        // The composition root: one configuration in, one running door out.
        .target(
            name: "Doorward",
            dependencies: [
                "DoorwardSecrets", "DoorwardStore", "DoorwardDocuments", "DoorwardGateway", "DoorwardServer", "Yams",
                nioCore, nioPosix, nioHTTP1, .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        // The command line: one file per verb.
        .executableTarget(
            name: "DoorwardCommand",
            dependencies: [
                "Doorward", "DoorwardGateway", "DoorwardSecrets", "DoorwardStore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DoorwardSecretsTests", dependencies: ["DoorwardSecrets"], swiftSettings: settings),
        .testTarget(
            name: "DoorwardStoreTests",
            dependencies: ["DoorwardStore", "DoorwardSecrets", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .testTarget(
            name: "DoorwardDocumentsTests", dependencies: ["DoorwardDocuments", "Yams"], swiftSettings: settings),
        .testTarget(
            name: "DoorwardGatewayTests",
            dependencies: [
                "DoorwardGateway", "DoorwardSecrets", "DoorwardDocuments", nioCore, nioPosix, nioHTTP1, crypto,
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DoorwardServerTests",
            dependencies: [
                "DoorwardServer", "DoorwardDocuments", .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DoorwardTests",
            dependencies: [
                "Doorward", "DoorwardGateway", "DoorwardSecrets", "DoorwardStore", "DoorwardDocuments", "Yams",
                nioCore, nioHTTP1, .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            swiftSettings: settings),
        // Black box: the real binary between raw sockets and a real upstream process.
        .executableTarget(
            name: "ConformanceUpstream",
            dependencies: [nioCore, nioPosix, nioHTTP1],
            path: "Tests/ConformanceUpstream", swiftSettings: settings),
        .testTarget(
            name: "ConformanceTests", dependencies: ["DoorwardCommand", "ConformanceUpstream"],
            swiftSettings: settings),
    ]
)
