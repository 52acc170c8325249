namespace Switchboard.Protocol.Responses;

/// <summary>Ids in the manner of OpenAI's responses. Items are numbered under their response, so that every event names them alike.</summary>
internal static class ResponsesIds
{
    private const string Prefix = "resp_";
    private const string RequestPrefix = "req_";

    /// <summary>
    /// The response's id: the vendor's where it is one of this dialect, for such ids name what is kept; else made from the request's, which
    /// no other response has.
    /// </summary>
    public static string Response(string? vendors, string? request)
    {
        if (vendors is not null && vendors.StartsWith(Prefix, StringComparison.Ordinal) && vendors.Length > Prefix.Length)
        {
            return vendors;
        }

        if (request is null)
        {
            return NewId(Prefix);
        }

        return Prefix + (request.StartsWith(RequestPrefix, StringComparison.Ordinal) ? request[RequestPrefix.Length..] : request);
    }

    /// <summary>An item's id.</summary>
    /// <param name="prefix">Such as <c>msg_</c>.</param>
    /// <param name="response">The response's id.</param>
    /// <param name="index">The item's place in the output.</param>
    public static string Item(string prefix, string response, int index) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}{response.AsSpan(Prefix.Length)}_{index}");

    public static string NewId(string prefix) => $"{prefix}{Guid.NewGuid():N}";
}
