namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>How a token may be signed (RFC 7518, section 3.1). Each key is for one of these, whatever a token says of itself.</summary>
internal enum TokenAlgorithm
{
    /// <summary>HMAC with SHA-256: whoever can check can also sign.</summary>
    Hs256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    Rs256,

    /// <summary>ECDSA on P-256 with SHA-256; the signature is r and s of 32 bytes each.</summary>
    Es256,
}
