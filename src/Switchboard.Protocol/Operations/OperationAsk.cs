namespace Switchboard.Protocol.Operations;

/// <summary>What a caller asks of a vendor that has a wire of its own.</summary>
public sealed record OperationAsk
{
    /// <summary>The caller's JSON; empty where it sent a form.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The form's text fields in their order; none where the caller sent JSON.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>The vendor's own name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The model as the caller wrote it.</summary>
    public required string ModelAsked { get; init; }

    /// <summary>When the request came in.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The request's id.</summary>
    public required string Id { get; init; }

    /// <summary>The headers of the vendor's answer, for a vendor that tells there what it bills; none while the request is written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ReplyHeaders { get; init; } = [];

    /// <summary>The last of a form's fields of this name, or null.</summary>
    /// <param name="name">The field's name.</param>
    public string? Field(string name)
    {
        for (var i = Fields.Count - 1; i >= 0; i--)
        {
            if (Fields[i].Key == name)
            {
                return Fields[i].Value;
            }
        }

        return null;
    }
}
