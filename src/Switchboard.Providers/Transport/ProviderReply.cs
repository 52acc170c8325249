using Switchboard.Protocol.Errors;

namespace Switchboard.Providers.Transport;

/// <summary>What came back from a vendor: an answer of any status, or the reason why none came.</summary>
public sealed class ProviderReply : IAsyncDisposable
{
    private readonly HttpResponseMessage? _response;

    private ProviderReply(int status, Stream body, HttpResponseMessage? response)
    {
        Status = status;
        Body = body;
        _response = response;
    }

    /// <summary>The vendor's HTTP status; 0 where no answer came.</summary>
    public int Status { get; }

    /// <summary>The body as it arrives. Reading it may throw <see cref="IOException"/> when the vendor breaks off.</summary>
    public Stream Body { get; }

    /// <summary>The body's media type as the vendor wrote it.</summary>
    public string? ContentType { get; init; }

    /// <summary>The vendor's headers that the caller may see.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The vendor's word for an error where it stands in a header; null where it stands in the body.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Why no answer came; null where one did.</summary>
    public ExchangeError? Error { get; init; }

    /// <summary>True where the vendor may have received the request, and so may bill it.</summary>
    public bool MayHaveReachedVendor { get; init; } = true;

    /// <summary>True for a status of success.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>An answer from inside this process.</summary>
    /// <param name="status">Its HTTP status.</param>
    /// <param name="body">Its body; the reply owns it.</param>
    /// <param name="contentType">The body's media type.</param>
    /// <returns>The reply.</returns>
    public static ProviderReply Answered(int status, Stream body, string contentType) => new(status, body, null) { ContentType = contentType };

    /// <summary>An answer that was put together from several of the vendor's.</summary>
    internal static ProviderReply Answered(int status, Stream body, string contentType, IReadOnlyList<KeyValuePair<string, string>> headers) =>
        new(status, body, null) { ContentType = contentType, Headers = headers };

    /// <summary>An answer from the network.</summary>
    internal static ProviderReply Answered(HttpResponseMessage response, Stream body, ProviderCall call) =>
        new((int)response.StatusCode, body, response)
        {
            ContentType = RelayedHeaders.ContentType(response),
            Headers = RelayedHeaders.Of(response, call),
        };

    /// <summary>The same answer with its body in another form. The new reply takes the old one's place: only it is disposed.</summary>
    internal ProviderReply With(Stream body, string contentType) =>
        new(Status, body, _response) { ContentType = contentType, Headers = Headers, MayHaveReachedVendor = MayHaveReachedVendor };

    /// <summary>The same answer with the vendor's word for the error.</summary>
    internal ProviderReply With(string? errorCode) =>
        new(Status, Body, _response) { ContentType = ContentType, Headers = Headers, MayHaveReachedVendor = MayHaveReachedVendor, ErrorCode = errorCode };

    /// <summary>No answer.</summary>
    /// <param name="error">Why not.</param>
    /// <param name="mayHaveReachedVendor">True where the vendor may have received the request.</param>
    /// <returns>The reply.</returns>
    public static ProviderReply Failed(ExchangeError error, bool mayHaveReachedVendor) =>
        new(0, Stream.Null, null) { Error = error, MayHaveReachedVendor = mayHaveReachedVendor };

    /// <summary>Ends the exchange. Where the body was not read to its end, the vendor's connection is given up.</summary>
    /// <returns>When it is done.</returns>
    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync().ConfigureAwait(false);
        _response?.Dispose();
    }
}
