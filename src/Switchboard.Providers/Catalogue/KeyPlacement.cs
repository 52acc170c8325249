namespace Switchboard.Providers.Catalogue;

/// <summary>Where a vendor expects its key.</summary>
public enum KeyPlacement
{
    /// <summary>The vendor asks for none.</summary>
    None,

    /// <summary><c>Authorization: Bearer …</c>.</summary>
    Bearer,

    /// <summary><c>Authorization: Token …</c>.</summary>
    Token,

    /// <summary><c>x-api-key: …</c>.</summary>
    XApiKey,

    /// <summary><c>api-key: …</c>.</summary>
    ApiKey,

    /// <summary><c>x-goog-api-key: …</c>; never in the address, where logs would keep it.</summary>
    XGoogApiKey,
}
