namespace Switchboard.Gateway.Responses;

/// <summary>A finished response: whole where it is kept here, or only whose it is where the vendor keeps it.</summary>
internal sealed record StoredResponse
{
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The vendor that keeps it; null where it is kept here.</summary>
    public string? Provider { get; init; }

    /// <summary>The response that it went on from, or null.</summary>
    public string? Previous { get; init; }

    /// <summary>The request's own items as one JSON array; empty where the vendor keeps the response.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>The response as its caller got it; empty where the vendor keeps it.</summary>
    public ReadOnlyMemory<byte> Response { get; init; }

    /// <summary>Input and output tokens: the least that a request that goes on from it begins with.</summary>
    public long Tokens { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Bytes that it takes, about.</summary>
    public int Size => Input.Length + Response.Length + 512;
}
