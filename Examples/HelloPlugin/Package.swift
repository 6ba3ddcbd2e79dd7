// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "HelloPlugin",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "doorward", path: "../..")],
    targets: [
        .executableTarget(name: "HelloPlugin", dependencies: [.product(name: "Doorward", package: "doorward")])
    ]
)
