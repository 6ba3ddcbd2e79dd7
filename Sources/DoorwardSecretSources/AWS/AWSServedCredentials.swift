internal import DoorwardJOSE
internal import DoorwardSecrets

extension AWSCredentials {
    /// Reads the JSON object that the container endpoint and the EC2 metadata service answer with.
    init(served bytes: [UInt8], origin: String) throws(SecretSourceError) {
        let object = try JOSEObject(bytes, place: "the answer of \(origin)")
        if let code = object["Code"]?.string, code != "Success" {
            throw .denied(reason: "\(origin) has no credentials at the moment; look at the role that is attached")
        }
        guard let accessKey = object["AccessKeyId"]?.string, let secretKey = object["SecretAccessKey"]?.string,
            let token = object["Token"]?.string
        else { throw .malformed(reason: "the answer of \(origin) holds no credentials") }
        let expiration = object["Expiration"]?.string
        let seconds = expiration.flatMap { InternetTime.timestamp($0) }
        guard expiration == nil || seconds != nil else {
            throw .malformed(reason: "the answer of \(origin) says in no known form when its credentials expire")
        }
        try self.init(
            accessKey: accessKey, secretKey: secretKey, sessionToken: token, expiration: seconds, origin: origin)
    }
}
