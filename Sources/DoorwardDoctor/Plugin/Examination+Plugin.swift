internal import DoorwardDocuments

extension Examination {
    /// Goes the way of a plugin's installation: address, manifest, document, pictures, verification, calls.
    func examinePlugin() async {
        guard await examineAddress(unreachable: "P01") else { return }
        guard let manifest = await examineManifest() else { return }
        await examineDocument(of: manifest)
        await examinePictures(manifest)
        await examineVerification(manifest)
        await examineCORS()
        await examineAuthentication()
    }
}
