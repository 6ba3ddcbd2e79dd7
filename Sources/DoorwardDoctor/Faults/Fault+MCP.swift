extension Fault {
    /// What goes wrong between MCP clients, MCP servers and their authorization servers.
    static let mcpFaults: [Fault] = mcpDiscoveryFaults + mcpClientFaults + mcpUseFaults
}
