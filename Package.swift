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
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")

let package = Package(
    name: "doorward",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "doorward", targets: ["DoorwardCommand"]),
        .library(name: "Doorward", targets: ["Doorward"]),
        .library(name: "DoorwardGateway", targets: ["DoorwardGateway"]),
        .library(name: "DoorwardServer", targets: ["DoorwardServer"]),
        .library(name: "DoorwardOAuth", targets: ["DoorwardOAuth"]),
        .library(name: "DoorwardJOSE", targets: ["DoorwardJOSE"]),
        .library(name: "DoorwardTesting", targets: ["DoorwardTesting"]),
        .library(name: "DoorwardStore", targets: ["DoorwardStore"]),
        .library(name: "DoorwardSecrets", targets: ["DoorwardSecrets"]),
        .library(name: "DoorwardSecretSources", targets: ["DoorwardSecretSources"]),
        .library(name: "DoorwardDocuments", targets: ["DoorwardDocuments"]),
        .library(name: "DoorwardDoctor", targets: ["DoorwardDoctor"]),
        .library(name: "DoorwardForms", targets: ["DoorwardForms"]),
        .library(name: "DoorwardFetch", targets: ["DoorwardFetch"]),
        .library(name: "DoorwardProviders", targets: ["DoorwardProviders"]),
    ],
    traits: [
        .trait(name: "PostgreSQL", description: "Stores in PostgreSQL as well as in SQLite; needs libpq."),
        .default(enabledTraits: ["PostgreSQL"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        // For tests only: an implementation of JOSE by others, as an oracle.
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        // For tests only: certificates that are good, expired, for another name, or signed by themselves.
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        // Where secrets come from, and rings of several live ones.
        .target(name: "DoorwardSecrets", dependencies: [crypto], swiftSettings: settings),
        // Secrets from secret managers, Vault and commands.
        .target(
            name: "DoorwardSecretSources",
            dependencies: [
                "DoorwardSecrets", "DoorwardJOSE", crypto, cryptoExtras, nioCore, nioHTTP1,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ],
            swiftSettings: settings),
        // Fetches what strangers name: resolved once, pinned, bounded.
        .target(
            name: "DoorwardFetch",
            dependencies: [
                nioCore, nioPosix, nioHTTP1, .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
            ],
            swiftSettings: settings),
        // Signs people in with the accounts that they have elsewhere.
        .target(
            name: "DoorwardProviders",
            dependencies: ["DoorwardFetch", "DoorwardOAuth", "DoorwardJOSE", "DoorwardSecrets", crypto],
            swiftSettings: settings),
        // Compact JWS, parsed, verified and minted under an explicit policy. Synchronous, strict, no I/O.
        .target(name: "DoorwardJOSE", dependencies: [crypto, cryptoExtras], swiftSettings: settings),
        // OAuth 2.1 as a pure domain, and the store protocols.
        .target(name: "DoorwardOAuth", dependencies: ["DoorwardJOSE", "DoorwardSecrets"], swiftSettings: settings),
        // PostgreSQL's own client library.
        // Its types only: the library is loaded when a PostgreSQL database is opened.
        .systemLibrary(name: "CLibPQ", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        // The stores, written once in SQL over two databases.
        .target(
            name: "DoorwardStore",
            dependencies: [
                "DoorwardSecrets", "DoorwardOAuth", .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .target(name: "CLibPQ", condition: .when(traits: ["PostgreSQL"])),
            ],
            swiftSettings: settings),
        // What users need to test theirs: store conformance, a PostgreSQL server of their own, a browser for forms.
        .target(
            name: "DoorwardTesting", dependencies: ["DoorwardOAuth", "DoorwardSecrets", "DoorwardForms"],
            swiftSettings: settings),
        // A page's forms, as a browser without scripts sees them. Pure.
        .target(name: "DoorwardForms", swiftSettings: settings),
        // Manifest and OpenAPI as typed values; lint; the leak scan. Pure.
        .target(name: "DoorwardDocuments", dependencies: ["Yams"], swiftSettings: settings),
        // The gate: match, authenticate, rewrite, forward, stream.
        .target(
            name: "DoorwardGateway",
            dependencies: [
                "DoorwardOAuth", "DoorwardJOSE", "DoorwardSecrets", "DoorwardDocuments", nioCore, nioPosix, crypto,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings),
        // The authorization server and the publisher, with their pages.
        .target(
            name: "DoorwardServer",
            dependencies: [
                "DoorwardOAuth", "DoorwardJOSE", "DoorwardSecrets", "DoorwardDocuments", "DoorwardFetch", crypto,
                cryptoExtras, nioPosix,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: settings),
        // The composition root: one configuration in, one running door out.
        .target(
            name: "Doorward",
            dependencies: [
                "DoorwardOAuth", "DoorwardJOSE", "DoorwardSecrets", "DoorwardSecretSources", "DoorwardStore",
                "DoorwardDocuments", "DoorwardGateway", "DoorwardServer", "DoorwardFetch", "DoorwardProviders", "Yams",
                nioCore, nioPosix, nioHTTP1,
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        // Client profiles as data, and the probes that replay them against a live address. An outsider.
        .target(
            name: "DoorwardDoctor",
            dependencies: [
                "DoorwardDocuments", "DoorwardJOSE", "DoorwardForms", crypto, nioCore, nioPosix, nioHTTP1,
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ],
            resources: [
                "chatgpt-app", "chatgpt-plugin", "claude", "claude-code", "cursor", "gpt-action", "vscode",
            ].map { .embedInCode("Profiles/\($0).yaml") },
            swiftSettings: settings),
        // The command line: one file per verb.
        .executableTarget(
            name: "DoorwardCommand",
            dependencies: [
                "Doorward", "DoorwardDoctor", "DoorwardDocuments", "DoorwardGateway", "DoorwardOAuth", "DoorwardJOSE",
                "DoorwardSecrets", "DoorwardServer", "DoorwardStore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DoorwardSecretsTests", dependencies: ["DoorwardSecrets"], swiftSettings: settings),
        .testTarget(
            name: "DoorwardSecretSourcesTests",
            dependencies: ["DoorwardSecretSources", "DoorwardSecrets", "DoorwardJOSE", crypto, cryptoExtras],
            swiftSettings: settings),
        .testTarget(
            name: "DoorwardJOSETests",
            dependencies: ["DoorwardJOSE", crypto, cryptoExtras, .product(name: "JWTKit", package: "jwt-kit")],
            swiftSettings: settings),
        .testTarget(
            name: "DoorwardOAuthTests",
            dependencies: ["DoorwardOAuth", "DoorwardJOSE", "DoorwardSecrets", "DoorwardTesting"],
            swiftSettings: settings),
        .testTarget(
            name: "DoorwardFetchTests",
            dependencies: [
                "DoorwardFetch", nioCore, nioPosix, .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DoorwardProvidersTests",
            dependencies: [
                "DoorwardProviders", "DoorwardFetch", "DoorwardOAuth", "DoorwardJOSE", "DoorwardSecrets",
                "DoorwardTesting", crypto, cryptoExtras,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DoorwardStoreTests",
            dependencies: [
                "DoorwardStore", "DoorwardOAuth", "DoorwardSecrets", "DoorwardTesting", "StoreRacer",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        // Half of a race: two of these on one database.
        .executableTarget(
            name: "StoreRacer", dependencies: ["DoorwardStore", "DoorwardOAuth", "DoorwardSecrets"],
            path: "Tests/StoreRacer", swiftSettings: settings),
        .testTarget(
            name: "DoorwardDocumentsTests", dependencies: ["DoorwardDocuments", "Yams"], swiftSettings: settings),
        .testTarget(
            name: "DoorwardGatewayTests",
            dependencies: [
                "DoorwardGateway", "DoorwardOAuth", "DoorwardJOSE", "DoorwardSecrets", "DoorwardDocuments", nioCore,
                nioPosix, nioHTTP1, crypto,
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: settings),
        // A fixed script of calls through a gate without sockets, for counting instructions.
        .executableTarget(
            name: "GateScript",
            dependencies: [
                "DoorwardGateway", "DoorwardOAuth", "DoorwardJOSE", "DoorwardSecrets", "DoorwardDocuments", nioCore,
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            path: "Tests/GateScript", swiftSettings: settings),
        .testTarget(
            name: "DoorwardServerTests",
            dependencies: [
                "DoorwardServer", "DoorwardOAuth", "DoorwardJOSE", "DoorwardSecrets", "DoorwardDocuments",
                "DoorwardFetch", "DoorwardTesting", "DoorwardForms", crypto, cryptoExtras,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DoorwardTests",
            dependencies: [
                "Doorward", "DoorwardGateway", "DoorwardOAuth", "DoorwardSecrets", "DoorwardStore", "DoorwardDocuments",
                "DoorwardTesting", "Yams", nioCore, nioHTTP1,
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            swiftSettings: settings),
        .testTarget(name: "DoorwardFormsTests", dependencies: ["DoorwardForms"], swiftSettings: settings),
        .testTarget(
            name: "DoorwardDoctorTests",
            dependencies: [
                "DoorwardDoctor", "DoorwardDocuments", "DoorwardForms", "DoorwardJOSE", crypto, nioCore, nioPosix,
                nioHTTP1, .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ],
            swiftSettings: settings),
        // Black box: the real binary between raw sockets and a real upstream process.
        .executableTarget(
            name: "ConformanceUpstream",
            dependencies: [nioCore, nioPosix, nioHTTP1],
            path: "Tests/ConformanceUpstream", swiftSettings: settings),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "DoorwardCommand", "ConformanceUpstream", "DoorwardTesting", "DoorwardForms", "DoorwardJOSE", crypto,
            ],
            swiftSettings: settings),
    ]
)
