internal import DoorwardDocuments

extension Examination {
    /// Fetches the logo and the legal information, which people see; nothing fails for want of them.
    func examinePictures(_ manifest: LocatedValue) async {
        if let logo = manifest["logo_url"]?.string, let address = found.manifestAddress?.resolving(logo) {
            await examineLogo(address)
        }
        if let legal = manifest["legal_info_url"]?.string, let address = found.manifestAddress?.resolving(legal) {
            await examineLegal(address)
        }
    }

    private func examineLogo(_ address: WebAddress) async {
        begin(.files, "Fetch the logo")
        guard address.scheme == "https" || address.scheme == "http" else { return skip("It is not a web address.") }
        guard let response = await following(address) else { return }
        guard response.isSuccess else {
            warn("\(address): there is no logo (status \(response.status)); people see a blank.")
            return
        }
        guard let kind = ImageKind(of: response.body) else {
            warn("\(address): what comes is no image (\(response.mediaType)); PNG of 512×512 is right.")
            return
        }
        if kind == .gif {
            warn("\(address): the logo is a GIF, which is not taken; PNG of 512×512 is right.")
        } else if response.isCut {
            warn("\(address): the logo has more than \(response.body.count) bytes.")
        } else {
            pass("The logo is \(kind.rawValue), \(response.body.count) bytes.")
        }
    }

    private func examineLegal(_ address: WebAddress) async {
        begin(.files, "Fetch the legal information")
        guard address.scheme == "https" || address.scheme == "http" else { return skip("It is not a web address.") }
        guard let response = await following(address) else { return }
        // Firewalls that only let browsers see pages for people do no harm here.
        if response.isSuccess || [401, 403, 429].contains(response.status) {
            pass("\(address) answers.")
        } else {
            warn("\(address): there is no page (status \(response.status)); reviewers follow this link.")
        }
    }

    /// As a browser does: redirects are followed.
    private func following(_ address: WebAddress) async -> ProbeResponse? {
        var address = address
        for _ in 0...RedirectRule.limit {
            let request = ProbeRequest("GET", address.text, timeout: profile.documentTimeout, maximumSize: 5 << 20)
            switch await send(request) {
            case .failure(let failure):
                warn("\(address): \(failure).")
                return nil
            case .success(let response):
                guard response.isRedirect, let next = response.location(from: address.text) else { return response }
                address = next
            }
        }
        warn("\(address): too many redirects.")
        return nil
    }
}

/// Kinds of images, told by their first bytes.
enum ImageKind: String {
    case png = "PNG"
    case jpeg = "JPEG"
    case gif = "GIF"
    case webp = "WebP"
    case svg = "SVG"
    case icon = "an icon"
    case avif = "AVIF"

    init?(of bytes: [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: Array("GIF8".utf8)) {
            self = .gif
        } else if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            self = .webp
        } else if bytes.starts(with: [0, 0, 1, 0]) {
            self = .icon
        } else if bytes.dropFirst(4).starts(with: Array("ftypavif".utf8)) {
            self = .avif
        } else if String(decoding: bytes.prefix(1024), as: UTF8.self).contains("<svg") {
            self = .svg
        } else {
            return nil
        }
    }
}
