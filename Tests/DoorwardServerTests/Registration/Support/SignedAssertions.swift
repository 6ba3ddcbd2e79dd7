/// Two assertions that were signed once with RS256 for the tests' server and clock, and the key that verifies them. The
/// private key is gone.
enum SignedAssertions {
    static let client = "https://chatgpt.com/oauth/client.json"
    static let keysAddress = "https://chatgpt.com/oauth/jwks.json"
    static let first =
        "eyJhbGciOiJSUzI1NiIsImtpZCI6ImNpbWQtdGVzdCIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2NoYXRncHQuY29"
        + "tL29hdXRoL2NsaWVudC5qc29uIiwic3ViIjoiaHR0cHM6Ly9jaGF0Z3B0LmNvbS9vYXV0aC9jbGllbnQuanNvbiIsImF1ZCI"
        + "6Imh0dHBzOi8vYXMuZXhhbXBsZS9vYXV0aC90b2tlbiIsImlhdCI6MTgwMDAwMDAwMCwiZXhwIjoxODAwMDAwMjQwLCJqdGk"
        + "iOiJmaXJzdCJ9.aJUYh7HmFq1toWXCz-fR-3D1BftDD5zfGG-Xy7ovhN7weeoT-6etC8AU36ljE2J4JthOIa3pD20hJHfcPO"
        + "hpJleUwK12IWMSfbBScGXno6Q1fO6uinLeFe3FbMJKkhSSQh8QwFc5k2GRLHp12u5AX4t5uCRmVhGXGIGbF1UymPxbLL4YZc"
        + "7fivqw_rXbf62DY6XQTIrY04BvJcUBH36xf3dG2II0h8l_S8b-9NbDpjET-53yY-x_k8fOm5Qrghrtoyuez22_mIKKHzJAiH"
        + "KEcPDtG5mWC0ex3UeiktrlhPg_OiN2YfmTMn6_Ht15O34whyJEg4OGcZuZaTGLbralSg"
    static let second =
        "eyJhbGciOiJSUzI1NiIsImtpZCI6ImNpbWQtdGVzdCIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2NoYXRncHQuY29"
        + "tL29hdXRoL2NsaWVudC5qc29uIiwic3ViIjoiaHR0cHM6Ly9jaGF0Z3B0LmNvbS9vYXV0aC9jbGllbnQuanNvbiIsImF1ZCI"
        + "6Imh0dHBzOi8vYXMuZXhhbXBsZS9vYXV0aC90b2tlbiIsImlhdCI6MTgwMDAwMDAwMCwiZXhwIjoxODAwMDAwMjQwLCJqdGk"
        + "iOiJzZWNvbmQifQ.seaEdjFzo7Kg891g2zPzvUPmrx-u2Kzo7X0QCfIVXAdyV0Kie0RQazdXNH3gZb12Tv4DFNwVJstx1rmA"
        + "-v-ry4UW5F_bBdtewH6xyQYyR6jin8gpI1b67H-D2rfjSRxRfWK4VMsUDZei2Z3xcApkawhj67LOD-a1C5hKi3dw0yztMXB1"
        + "r7igqM9POIkLo7wgpIvilx-neLuZK7BPHAPz6uVD5trmm2Re81pRr7fI2E6NzZDL9EoHiv-0tFf1aravzYJ6tm3aOH15s4uc"
        + "4l-wXzfGZtohiHSuRp03vIspQquO46r7_PDbnhwHkq7YEo9nA4QrdrIBl1ghBkL-v6zfNg"
    static let keys =
        #"{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"cimd-test","e":"AQAB","n":"5prqDkTTWOigSU"#
        + #"FHSg_qw30bj3YR_ld0BvsrClgsdI2Sf5fOfxqZOMux8yF1X1fE6PXPhkdonC0Cs0FEIcVuTvoRCtD0qGCgrEWFMpW4Dg3xNs"#
        + #"B06kxcOmTsGDV-J7_f_i46CUhes-lCU_5Th47UuMdZpf8lmn1fLbkK56DM6VTzgnkAI2ufrZyB2wRp2QjMohem4lNsin1DUQ"#
        + #"NsZ3PQ8samvtJvSGMV0jIPAL-ULsbfcoH1XeR3X6cCCdKTDuJn9QKRRJLxtPLYmMx89zKRTaaXlxSlxkDZpNCIUzE0waU48h"#
        + #"XAOBV6SQerTq2EkbzqDRVr1rl52rrfb2Y7rAtw9Q"}]}"#
}
