using System.Globalization;
using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Responses;

/// <summary>Which part of a list of input items is asked for (platform.openai.com/docs/api-reference/responses/input-items).</summary>
/// <param name="Limit">How many items at most.</param>
/// <param name="OldestFirst">Whether the list begins with the oldest; it begins with the newest unless asked otherwise.</param>
/// <param name="After">The id of the item after which the page begins; null for the list's beginning.</param>
internal sealed record InputPage(int Limit, bool OldestFirst, string? After)
{
    private const int UsualLimit = 20;
    private const int LargestLimit = 100;

    public static (InputPage? Page, ExchangeError? Error) Read(HoldingAsk ask)
    {
        var limit = UsualLimit;
        if (ask.Part("limit") is { } text && (!int.TryParse(text, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LargestLimit))
        {
            return (null, Fault($"'limit' must be a whole number from 1 to {LargestLimit}.", "limit"));
        }

        return ask.Part("order") is not (null or "asc" or "desc") and var order
            ? (null, Fault($"'order' must be asc or desc, and is '{order}'.", "order"))
            : (new InputPage(limit, ask.Part("order") == "asc", ask.Part("after")), null);
    }

    /// <summary>Whether these, the list's first, hold the whole page and the item that says that there are more.</summary>
    public bool IsWithin(List<InputItem> items) => Begin(items) is { } begin && items.Count - begin > Limit;

    /// <summary>The page as OpenAI answers it.</summary>
    /// <param name="items">The list.</param>
    public (ReadOnlyMemory<byte> Body, ExchangeError? Error) Of(List<InputItem> items) => Begin(items) is { } begin
        ? (InputItems.Write(items[begin..Math.Min(begin + Limit, items.Count)], hasMore: items.Count - begin > Limit), null)
        : (default, Fault($"There is no item '{After}' in this list. Give the last_id of the page before.", "after"));

    /// <summary>Where the page begins; null where the item before it is not there.</summary>
    private int? Begin(List<InputItem> items) => After is null ? 0 : items.FindIndex(item => item.Id == After) is >= 0 and var before ? before + 1 : null;

    private static ExchangeError Fault(string message, string param) => new(ErrorKind.InvalidRequest, message) { Param = param };
}
