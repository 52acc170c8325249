using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit;

/// <summary>
/// The last frame that the store was shipped: the checkpoint from which shipping goes on, and, kept away from the journal's folder, the
/// proof of how far the journal once reached.
/// </summary>
/// <param name="Node">Whose journal.</param>
/// <param name="Seq">Of the last frame shipped, whatever its kind.</param>
/// <param name="Link">Its link.</param>
/// <param name="Tag">Its tag: HMAC over the link.</param>
/// <param name="KeyId">The key of the tag.</param>
internal sealed record AuditHead(string Node, long Seq, Digest Link, Digest Tag, string KeyId);
