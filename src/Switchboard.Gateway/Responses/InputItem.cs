using System.Text.Json;

namespace Switchboard.Gateway.Responses;

/// <summary>One item of what a response was asked with.</summary>
/// <param name="Id">Its own id, or one that is made of its response's and stays the same.</param>
/// <param name="Json">The item as it is kept.</param>
internal readonly record struct InputItem(string Id, JsonElement Json);
