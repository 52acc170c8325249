using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Switchboard.Gateway.Routing.Strategies;

/// <summary>
/// The same order for the same conversation, whichever targets are well: each target's name is hashed with the conversation's, and the
/// highest goes first (rendezvous hashing, weighted), so that one target's absence moves only its own conversations.
/// </summary>
internal static class ConversationOrder
{
    public static void Sort(List<PlannedTarget> targets, string conversation) =>
        targets.Sort((one, other) => Score(other, conversation).CompareTo(Score(one, conversation)));

    private static double Score(PlannedTarget target, string conversation)
    {
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{target.Name}\n{conversation}")));
        var share = ((hash >> 11) + 1) / (double)(1UL << 53);
        return target.Weight / -Math.Log(share);
    }
}
