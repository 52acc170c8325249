using Switchboard.Providers.Catalogue;

namespace Switchboard.Providers.Transport;

/// <summary>The header that carries a vendor's key, ready to send.</summary>
internal readonly record struct AuthHeader(string Name, string Value)
{
    public static AuthHeader? For(KeyPlacement placement, string? key) => key is null ? null : placement switch
    {
        KeyPlacement.Bearer => new AuthHeader("Authorization", "Bearer " + key),
        KeyPlacement.Token => new AuthHeader("Authorization", "Token " + key),
        KeyPlacement.XApiKey => new AuthHeader("x-api-key", key),
        KeyPlacement.ApiKey => new AuthHeader("api-key", key),
        KeyPlacement.XGoogApiKey => new AuthHeader("x-goog-api-key", key),
        _ => null,
    };

    /// <summary>True for headers that only an adapter may set, whoever asks for them to be forwarded.</summary>
    public static bool Owns(string name) =>
        name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        || name.Equals("x-api-key", StringComparison.OrdinalIgnoreCase)
        || name.Equals("api-key", StringComparison.OrdinalIgnoreCase)
        || name.Equals("x-goog-api-key", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Name}: [key]";
}
