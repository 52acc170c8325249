namespace Switchboard.Protocol.Chat;

/// <summary>A mark that ends a prefix which the vendor should keep in its prompt cache.</summary>
/// <param name="Ttl">For how long, in the vendor's words (<c>5m</c>, <c>1h</c>); null for its default.</param>
public sealed record CacheControl(string? Ttl = null);
